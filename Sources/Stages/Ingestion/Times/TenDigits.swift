import Availability

/// Ten digits that are a date whose year does not come first in four digits: read as seconds since 1970 they would be
/// another time.
enum TenDigits: CaseIterable {
  /// `YYMMDDhhmm`
  case shortYear
  /// `DDMMYYYYhh`
  case dayFirst
  /// `MMDDYYYYhh`
  case monthFirst

  /// The forms that all values of ten digits have; none where they are seconds: these have every digit from 0 to 9 in
  /// most places within minutes, and no year that stays the same for two. Other values may stand beside them.
  static func forms(of column: Int, in sample: ColumnSample) -> [TenDigits] {
    // Of seconds the first is hardly ever a date.
    guard let first = firstValue(of: column, in: sample).flatMap({ Int($0) }) else { return [] }
    let possible = allCases.filter { $0.fits(first) }
    if possible.isEmpty { return [] }
    let numbers = numbers(of: column, in: sample)
    guard numbers.count > 2 else { return [] }
    return possible.filter { numbers.allSatisfy($0.fits) }
  }

  /// A form that some values have beside seconds, and the least of either: as dates they are of the weeks of the seconds,
  /// which they would be far from as seconds.
  static func besideSeconds(of column: Int, in sample: ColumnSample)
    -> (form: TenDigits, date: Int, seconds: Int)?
  {
    let numbers = numbers(of: column, in: sample)
    for form in allCases {
      let seconds = numbers.filter { !form.fits($0) }
      guard let least = seconds.min(), let greatest = seconds.max() else { continue }
      let around = least - Self.near...greatest + Self.near
      let dates = numbers.filter { number in
        !around.contains(number) && form.seconds(number).map { around.contains($0) } ?? false
      }
      // A single one may be damage.
      if dates.count > 1 { return (form, dates.min()!, least) }
    }
    return nil
  }

  /// 40 days, in seconds.
  private static let near = 40 * 86_400

  private static func numbers(of column: Int, in sample: ColumnSample) -> Set<Int> {
    var numbers: Set<Int> = []
    unsafe sample.forEach(column) { _, field in
      if let number = unsafe tenDigits(field) { numbers.insert(number) }
    }
    return numbers
  }

  /// The first value of ten digits.
  static func firstValue(of column: Int, in sample: ColumnSample) -> String? {
    sample.rows.first { row in unsafe sample.withField(row, column) { unsafe tenDigits($0) != nil } }
      .map { sample.text($0, column) }
  }

  private func fits(_ number: Int) -> Bool { seconds(number) != nil }

  /// Seconds from 1970 to the time that a number of this form stands for.
  private func seconds(_ number: Int) -> Int? {
    let style = TimestampStyle()
    // Two digits each.
    let (a, b, c) = (number / 100_000_000, number / 1_000_000 % 100, number / 10_000 % 100)
    let (d, e) = (number / 100 % 100, number % 100)
    let date: Int? =
      switch self {
      case .shortYear: style.day(2000 + a, b, c)
      case .dayFirst: style.day(c * 100 + d, b, a)
      case .monthFirst: style.day(c * 100 + d, a, b)
      }
    let (hour, minute) = self == .shortYear ? (d, e) : (e, 0)
    guard let date, hour < 24, minute < 60 else { return nil }
    return (date * 24 + hour) * 3600 + minute * 60
  }

  private static func tenDigits(_ field: Field) -> Int? {
    guard unsafe field.count == 10 else { return nil }
    var number = 0
    for i in 0..<10 {
      let digit = unsafe field[i] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      number = number * 10 + Int(digit)
    }
    return number
  }

  /// The form in a message.
  var title: String {
    switch self {
    case .shortYear: "YYMMDDhhmm"
    case .dayFirst: "DDMMYYYYhh"
    case .monthFirst: "MMDDYYYYhh"
    }
  }

  /// An awk expression that makes of the field a time that is read.
  func mended(_ field: String) -> String {
    switch self {
    case .shortYear: "\"20\" \(field)"
    case .dayFirst: "substr(\(field),5,4) substr(\(field),3,2) substr(\(field),1,2) substr(\(field),9,2)"
    case .monthFirst: "substr(\(field),5,4) substr(\(field),1,4) substr(\(field),9,2)"
    }
  }
}
