import Availability

/// Decides in which order dates are written, by the values that were looked at.
struct StyleFinder {
  /// How sure the order is.
  enum Ground: Equatable, Sendable {
    /// There is no date that could be read in two ways.
    case none
    case chosen
    /// A number above 12 stands where only a day can be.
    case proved(String)
    /// Read so, the days follow one another.
    case likely(String)
    case supposed(String)
    /// Some dates can only be read in one order, some only in another.
    case mixed(String, String)
  }

  struct Found: Equatable {
    var style = TimestampStyle()
    var ground = Ground.none
  }

  private let column: Int?
  private let sampler: RowSampler

  init(_ finder: ColumnFinder, _ found: ColumnFinder.Found, _ sampler: RowSampler) {
    column = found.time
    self.sampler = sampler
  }

  func found(chosen: DateOrder?) -> Found {
    var result = Found()
    if let chosen { result.style.order = chosen }
    guard let column else { return result }
    let values = sampler.sample.values(column)
    // Dates that begin with a year of four digits need no look at all rows.
    guard values.contains(where: { Dates.isAmbiguousForm($0.text) || Dates.hasMeridiem($0.text) }) else {
      result.style.longYearSeparator = values.first.flatMap { Dates.longYearSeparator($0.text) }
      return result
    }
    var dates = Dates()
    sampler.forEachRow { csv in
      unsafe csv.withField(column) { unsafe dates.add($0.trimmed) }
    }
    if dates.hasHourBeyondTwelve { result.style.hasMeridiem = false }
    (result.style.longYearSeparator, result.style.isPadded) = (dates.longYearSeparator, dates.isPadded)
    dates.settle(result.style.longYearSeparator, isPadded: dates.isPadded)
    if let chosen {
      (result.style.order, result.ground) = (chosen, .chosen)
    } else if let example = dates.example {
      (result.style.order, result.ground) = dates.decision(example)
    }
    return result
  }
}

/// The dates of a log whose numbers may stand in several orders.
private struct Dates {
  /// A date that does not begin with a year of four digits.
  private struct Found {
    let text: String
    let numbers: (Int, Int, Int)
    let hasLongYear: Bool
    let separator: UInt8
    let isOneDigit: Bool
  }

  private(set) var example: String?
  private(set) var hasHourBeyondTwelve = false
  private var found: [Found] = []
  private var longYears: [UInt8: Int] = [:]
  private var paddedCount = 0
  /// By order: the days that the dates are, and a date that it cannot read.
  private var days: [DateOrder: Set<Int>] = [:]
  private var refuted: [DateOrder: String] = [:]

  /// The byte between the numbers of most dates, where these begin with a year of four digits.
  var longYearSeparator: UInt8? {
    longYears.max { $0.value < $1.value }.flatMap { most in
      let others = found.count { $0.separator == most.key && !$0.hasLongYear }
      return 10 * others < most.value ? most.key : nil
    }
  }

  /// Has nearly every date two digits where one would do?
  var isPadded: Bool {
    let damaged = found.count(where: \.isOneDigit)
    return damaged < paddedCount && 20 * damaged < found.count
  }

  static func longYearSeparator(_ text: String) -> UInt8? {
    let bytes = Array(text.utf8)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var cursor = unsafe TimestampCursor(field: Field(start, count: buffer.count))
      let separator = cursor.dateSeparator
      return cursor.dateNumbers().flatMap { $0.hasLongYear.first ? separator : nil }
    }
  }

  static func isAmbiguousForm(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      var cursor = unsafe TimestampCursor(field: Field(start, count: buffer.count))
      guard let (_, hasLongYear) = cursor.dateNumbers() else { return false }
      return !hasLongYear.first
    }
  }

  static func hasMeridiem(_ text: String) -> Bool {
    let small = text.lowercased().filter { $0 != "." }
    return small.hasSuffix("am") || small.hasSuffix("pm")
  }

  mutating func add(_ field: Field) {
    let text = unsafe field.text
    if Self.hasMeridiem(text), let colon = text.firstIndex(of: ":") {
      let hour = text[..<colon].reversed().prefix { $0.isNumber }
      if let value = Int(String(hour.reversed())), value > 12 { hasHourBeyondTwelve = true }
    }
    var cursor = unsafe TimestampCursor(field: field)
    // Part of a time proves nothing: what follows must be one too.
    guard let separator = cursor.dateSeparator, let (numbers, hasLongYear) = cursor.dateNumbers(),
      cursor.isAtEnd || cursor.isAtSeparator
    else { return }
    if hasLongYear.first {
      longYears[separator, default: 0] += 1
      return
    }
    let first = text.prefix { $0.isNumber }
    if first.hasPrefix("0") { paddedCount += 1 }
    found.append(
      Found(
        text: text, numbers: numbers, hasLongYear: hasLongYear.last, separator: separator,
        isOneDigit: first.count == 1))
  }

  /// Lets the dates vote that are whole and of a year that logs are of.
  mutating func settle(_ longYearSeparator: UInt8?, isPadded: Bool) {
    let style = TimestampStyle()
    for date in found
    where !(isPadded && date.isOneDigit) && (date.hasLongYear || date.separator != longYearSeparator) {
      let read = DateOrder.allCases.map { order -> Int? in
        let (year, month, day) =
          switch order {
          case .dayFirst: (date.numbers.2, date.numbers.1, date.numbers.0)
          case .monthFirst: (date.numbers.2, date.numbers.0, date.numbers.1)
          case .yearFirst: date.numbers
          }
        if order == .yearFirst && date.hasLongYear { return nil }
        return style.day(date.hasLongYear ? year : 2000 + year, month, day)
      }
      // A date that no order can read is damaged, or stands for nothing, and proves nothing.
      guard read.contains(where: { $0 != nil }) else { continue }
      if example == nil { example = date.text }
      for (order, day) in zip(DateOrder.allCases, read) {
        if let day {
          days[order, default: []].insert(day)
        } else if refuted[order] == nil {
          refuted[order] = date.text
        }
      }
    }
  }

  /// The order and what it is by.
  func decision(_ example: String) -> (DateOrder, StyleFinder.Ground) {
    let orders = DateOrder.allCases.filter { refuted[$0] == nil && days[$0] != nil }
    guard let first = orders.first else {
      let proofs = DateOrder.allCases.compactMap { refuted[$0] }
      if let other = proofs.first(where: { $0 != proofs[0] }) { return (.dayFirst, .mixed(proofs[0], other)) }
      return (days.max { $0.value.count < $1.value.count }?.key ?? .dayFirst, .supposed(example))
    }
    if orders.count == 1 {
      let other: DateOrder = first == .dayFirst ? .monthFirst : .dayFirst
      return (first, .proved(refuted[other] ?? example))
    }
    // Read wrongly, days are months apart.
    let spans = orders.map { order in
      (order: order, days: days[order]!.count, span: days[order]!.max()! - days[order]!.min()! + 1)
    }
    let close = spans.min { $0.span < $1.span }!
    let isLikely = spans.allSatisfy { $0.order == close.order || $0.span > 4 * close.span }
    return close.days > 1 && isLikely ? (close.order, .likely(example)) : (first, .supposed(example))
  }
}
