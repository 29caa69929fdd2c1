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
    guard let column else {
      if let chosen { result.style.order = chosen }
      return result
    }
    // Dates that begin with a year of four digits need no look at all rows.
    let needsLook = sampler.sample.values(column).contains {
      Dates.isAmbiguousForm($0.text) || Dates.hasMeridiem($0.text)
    }
    guard needsLook else {
      if let chosen { result.style.order = chosen }
      return result
    }
    var dates = Dates()
    sampler.forEachRow { csv in
      unsafe csv.withField(column) { unsafe dates.add($0.trimmed) }
    }
    if dates.hasHourBeyondTwelve { result.style.hasMeridiem = false }
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
  private(set) var example: String?
  private(set) var hasHourBeyondTwelve = false
  /// By order: the days that the dates are, and a date that it cannot read.
  private var days: [DateOrder: Set<Int>] = [:]
  private var refuted: [DateOrder: String] = [:]

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
    guard let (numbers, hasLongYear) = cursor.dateNumbers(), !hasLongYear.first else { return }
    if example == nil { example = text }
    let style = TimestampStyle()
    let found = DateOrder.allCases.map { order -> Int? in
      let (year, month, day) =
        switch order {
        case .dayFirst: (numbers.2, numbers.1, numbers.0)
        case .monthFirst: (numbers.2, numbers.0, numbers.1)
        case .yearFirst: numbers
        }
      if order == .yearFirst && hasLongYear.last { return nil }
      return style.day(hasLongYear.last ? year : 2000 + year, month, day)
    }
    // What no order can read is damaged, and proves nothing.
    guard found.contains(where: { $0 != nil }) else { return }
    for (order, day) in zip(DateOrder.allCases, found) {
      if let day {
        days[order, default: []].insert(day)
      } else if refuted[order] == nil {
        refuted[order] = text
      }
    }
  }

  /// The order and what it is by.
  func decision(_ example: String) -> (DateOrder, StyleFinder.Ground) {
    let orders = DateOrder.allCases.filter { refuted[$0] == nil && days[$0] != nil }
    guard let first = orders.first else {
      return (.dayFirst, .mixed(refuted[.dayFirst] ?? example, refuted[.monthFirst] ?? example))
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
