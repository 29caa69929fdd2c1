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
    /// The day stands between year and month, by a number above 12.
    case yearDayMonth(String)
  }

  struct Found: Equatable {
    var style = TimestampStyle()
    var ground = Ground.none
  }

  private let column: Int?
  private let sample: ColumnSample
  private let sampler: RowSampler

  /// Of the column of times: all its values are looked at where some of a sample ask for it.
  init(_ column: Int?, _ sample: ColumnSample, _ sampler: RowSampler) {
    (self.column, self.sample, self.sampler) = (column, sample, sampler)
  }

  func found(chosen: DateOrder?) -> Found {
    var result = Found()
    if let chosen { result.style.order = chosen }
    guard let column else { return result }
    // Dates that begin with a year of four digits need no look at all rows.
    guard unsafe sample.hasValue(column, { unsafe Dates.isAmbiguousForm($0) || $0.hasMeridiem }) else {
      let first = sample.rows.first { sample.isSome($0, column) }
      result.style.longYearSeparator = first.flatMap {
        unsafe sample.withField($0, column) { unsafe Dates.longYearSeparator($0) }
      }
      if let example = yearDayMonth(column) { result.ground = .yearDayMonth(example) }
      return result
    }
    var dates = Dates()
    unsafe sampler.forEachRow { unsafe dates.add($0[column].trimmed) }
    if dates.hasHourBeyondTwelve { result.style.hasMeridiem = false }
    (result.style.longYearSeparator, result.style.isPadded) = (dates.longYearSeparator, dates.isPadded)
    dates.settle(result.style.longYearSeparator, isPadded: dates.isPadded)
    if let chosen {
      (result.style.order, result.ground) = (chosen, .chosen)
    } else if let example = dates.example {
      (result.style.order, result.ground) = dates.decision(example)
      result.style.isOrderFound = true
    }
    return result
  }

  /// A date of some that begin with the year, and have the day before the month; nil where hardly any does.
  private func yearDayMonth(_ column: Int) -> String? {
    guard unsafe sample.hasValue(column, { unsafe Dates.isDayBeforeMonth($0) == true }) else { return nil }
    var (forward, backward) = (0, 0)
    var example: String?
    unsafe sampler.forEachRow { row in
      let field = unsafe row[column].trimmed
      guard let isBackward = unsafe Dates.isDayBeforeMonth(field) else { return }
      if isBackward { backward += 1 } else { forward += 1 }
      if isBackward && example == nil { example = unsafe field.text }
    }
    return backward > 2 && 20 * backward > forward ? example : nil
  }
}

/// The dates of a log whose numbers may stand in several orders.
private struct Dates {
  /// Dates that follow one another and are the same, and do not begin with a year of four digits; the first of them.
  private struct Found {
    let text: String
    let numbers: (Int, Int, Int)
    let hasLongYear: Bool
    let separator: UInt8
    let isOneDigit: Bool
    var count = 1
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
      let others = count { $0.separator == most.key && !$0.hasLongYear }
      return 10 * others < most.value ? most.key : nil
    }
  }

  /// Has nearly every date two digits where one would do?
  var isPadded: Bool {
    let damaged = count(where: \.isOneDigit)
    return damaged < paddedCount && 20 * damaged < count { _ in true }
  }

  private func count(where isSuch: (Found) -> Bool) -> Int {
    found.reduce(0) { $0 + (isSuch($1) ? $1.count : 0) }
  }

  static func longYearSeparator(_ field: Field) -> UInt8? {
    var cursor = unsafe TimestampCursor(field: field)
    let separator = cursor.dateSeparator
    return cursor.dateNumbers().flatMap { $0.hasLongYear.first ? separator : nil }
  }

  static func isAmbiguousForm(_ field: Field) -> Bool {
    // A first number of one or two digits, and a separator.
    guard unsafe field.count > 2, unsafe field[1] < UInt8(ascii: "0") || field[2] < UInt8(ascii: "0") else {
      return false
    }
    var cursor = unsafe TimestampCursor(field: field)
    guard let (_, hasLongYear) = cursor.dateNumbers() else { return false }
    return !hasLongYear.first
  }

  /// Has a date that begins with a year of four digits a day in the month's place? Nil where it proves nothing.
  static func isDayBeforeMonth(_ field: Field) -> Bool? {
    var cursor = unsafe TimestampCursor(field: field)
    guard let (numbers, hasLongYear) = cursor.dateNumbers(), hasLongYear.first else { return nil }
    switch (numbers.1, numbers.2) {
    case (13...31, 1...12): return true
    case (1...12, 13...31): return false
    default: return nil
    }
  }

  mutating func add(_ field: Field) {
    if !hasHourBeyondTwelve { hasHourBeyondTwelve = unsafe Self.isHourBeyondTwelve(field) }
    var cursor = unsafe TimestampCursor(field: field)
    // Part of a time proves nothing: what follows must be one too.
    guard let separator = cursor.dateSeparator, let (numbers, hasLongYear) = cursor.dateNumbers(),
      cursor.isAtEnd || cursor.isAtSeparator
    else { return }
    if hasLongYear.first {
      longYears[separator, default: 0] += 1
      return
    }
    if unsafe field[0] == UInt8(ascii: "0") { paddedCount += 1 }
    let isOneDigit = unsafe field[1] == separator
    if let last = found.last, last.numbers == numbers, last.hasLongYear == hasLongYear.last,
      last.separator == separator, last.isOneDigit == isOneDigit
    {
      found[found.count - 1].count += 1
      return
    }
    found.append(
      Found(
        text: unsafe field.text, numbers: numbers, hasLongYear: hasLongYear.last, separator: separator,
        isOneDigit: isOneDigit))
  }

  /// Is it a time with AM or PM whose hour is none of twelve?
  private static func isHourBeyondTwelve(_ field: Field) -> Bool {
    unsafe field.hasMeridiem && (field.hourOfClock ?? 0) > 12
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
