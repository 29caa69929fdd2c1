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
    var numbers: Set<Int> = []
    unsafe sample.forEach(column) { _, field in
      if let number = unsafe tenDigits(field) { numbers.insert(number) }
    }
    guard numbers.count > 2 else { return [] }
    return possible.filter { numbers.allSatisfy($0.fits) }
  }

  /// The first value of ten digits.
  static func firstValue(of column: Int, in sample: ColumnSample) -> String? {
    sample.rows.first { row in unsafe sample.withField(row, column) { unsafe tenDigits($0) != nil } }
      .map { sample.text($0, column) }
  }

  private func fits(_ number: Int) -> Bool {
    let style = TimestampStyle()
    // Two digits each.
    let (a, b, c) = (number / 100_000_000, number / 1_000_000 % 100, number / 10_000 % 100)
    let (d, e) = (number / 100 % 100, number % 100)
    return switch self {
    case .shortYear: style.day(2000 + a, b, c) != nil && d < 24 && e < 60
    case .dayFirst: style.day(c * 100 + d, b, a) != nil && e < 24
    case .monthFirst: style.day(c * 100 + d, a, b) != nil && e < 24
    }
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
