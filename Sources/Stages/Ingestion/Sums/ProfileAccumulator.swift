import Availability
import CIngestion

/// The exact sums of one thread, on the way from rows to profiles.
///
/// The row numbers of stations are those of first sight; `finish` gives them their names back.
struct ProfileAccumulator: ~Copyable {
  private let bins: BinKind
  private(set) var table = StationTable()
  private var pages: TallyPages
  var counts = RowCounts()
  private var closed: ClosedCounter
  private var span = TimeSpan()
  /// Of logs that are done with.
  private var told = (counts: RowCounts(), span: TimeSpan())

  init(bins: BinKind) {
    self.bins = bins
    pages = TallyPages(bins: bins)
    closed = ClosedCounter(bins)
  }

  @inline(__always)
  mutating func row(of station: Field) -> Int {
    if let row = unsafe table.row(of: station) { return row }
    return unsafe insert(station)
  }

  /// The row of a station met before, or new by an identifier that needs no cleaning; else nil.
  @inline(__always)
  mutating func plainRow(of station: Field) -> Int? {
    if let row = unsafe table.row(of: station) { return row }
    return unsafe insertPlain(station)
  }

  @inline(never)
  private mutating func insertPlain(_ station: Field) -> Int? {
    unsafe station.isPlainIdentifier ? insert(station) : nil
  }

  mutating func row(of station: StationID) -> Int {
    // Room for the table's eight-byte loads.
    let bytes = station.bytes + [UInt8](repeating: 0, count: 8)
    return unsafe bytes.withUnsafeBufferPointer {
      unsafe row(of: Field($0.baseAddress!, count: station.bytes.count))
    }
  }

  /// Adds a record of an hour of the day.
  @inline(__always)
  mutating func add(_ share: UInt64, row: Int, hour: Int) {
    pages.add(share, row: row, key: 0, hour: hour)
  }

  /// Adds decoded records of hours of the day, runs of stations in the usual order at a time. Returns how many: it ends
  /// before a station whose identifier needs cleaning.
  @inline(__always)
  mutating func add(_ rows: velibcorr_rows, count: Int, shares: SmallCountShares, station: (Int) -> Field)
    -> Int
  {
    var i = 0
    while i < count {
      var run = unsafe table.guess(rows.stations + i, count: count &- i)
      if run.count == 0 {
        guard let row = unsafe plainRow(of: station(i)) else { return i }
        run = (row, 1)
      }
      let closed = unsafe pages.add(
        shares.shares, rows.counts + i, rows.hours + i, count: run.count, row: run.first, key: 0)
      if closed > 0 {
        for j in 0..<run.count where unsafe rows.counts[i &+ j] == 0 {
          addClosed(row: run.first &+ j, hour: unsafe Int(rows.hours[i &+ j]))
        }
      }
      i &+= run.count
    }
    return i
  }

  /// Adds a record of a time; `hour` is its hour of the day.
  @inline(__always)
  mutating func add(_ share: UInt64, row: Int, time: LocalTime, hour: Int) {
    pages.add(share, row: row, key: bins.key(ofDay: time.day), hour: hour)
    span.include(time.ordinal)
  }

  /// Counts a closed record of an hour of the day.
  mutating func addClosed(row: Int, hour: Int) {
    closed.add(row: row, key: 0, hour: hour)
    counts[.closed] += 1
  }

  /// Counts a closed record of a time; `hour` is its hour of the day.
  mutating func addClosed(row: Int, time: LocalTime, hour: Int) {
    closed.add(row: row, key: bins.key(ofDay: time.day), hour: hour)
    counts[.closed] += 1
  }

  /// Adds what a profile file says of one bin: `key` and `hour` as for a record. Closed records are counted by the bin
  /// only, not among the rows.
  mutating func add(_ tally: Tally, closed count: Int64 = 0, row: Int, key: Int, hour: Int) {
    if tally.count > 0 { pages.add(tally, row: row, key: key, hour: hour) }
    if count > 0 { closed.add(count, row: row, key: key, hour: hour) }
  }

  @inline(never)
  private mutating func insert(_ station: Field) -> Int {
    let row = unsafe table.insert(station)
    closed.addStation()
    pages.reserve(rows: row + 1)
    return row
  }

  /// Counts a record outside the period.
  mutating func leaveOut(_ time: LocalTime) {
    counts[.period] += 1
    span.includeLeftOut(time.ordinal)
  }

  /// The time of a usable record that is not added, or not yet.
  @inline(__always)
  mutating func include(_ time: LocalTime) { span.include(time.ordinal) }

  /// Counts and times of what was added since the start or the last call.
  mutating func takeAccount(hasEpochs: Bool) -> (counts: RowCounts, span: TimeSpan) {
    span.hasEpochs = hasEpochs
    defer { (counts, span) = (RowCounts(), TimeSpan()) }
    told.counts += counts
    told.span += span
    return (counts, span)
  }

  consuming func finish(hasEpochs: Bool = false, undecided: TimedRecords? = nil) -> ProfileSums {
    span.hasEpochs = hasEpochs
    counts += told.counts
    span += told.span
    return ProfileSums(
      bins: bins, stations: table.stations, pages: pages.pages, closed: closed.finish(),
      counts: counts, span: span, undecided: undecided.map { [$0] } ?? [])
  }
}

extension BinKind {
  /// The page of a day since 1970-01-01: each has the tallies of 24 hours.
  @inline(__always)
  func key(ofDay day: Int) -> Int {
    switch self {
    case .hourOfDay: 0
    case .hourOfWeek: CivilDate(day: day).weekday
    case .series: day
    }
  }
}

/// The first and the last time of the records, where any has one.
package struct TimeSpan: Equatable, Sendable {
  /// The first and the last local time, microseconds since 1970-01-01 0 h.
  package private(set) var first = Int.max
  /// `Int.min` where there are no times; `first` is `Int.max` then.
  package private(set) var last = Int.min
  /// Were some written as seconds (or so) since 1970?
  package internal(set) var hasEpochs = false
  /// The same of the records that `--since`, `--until` and `--days` left out.
  private var (firstLeftOut, lastLeftOut) = (Int.max, Int.min)

  /// No times.
  package init() {}

  /// A span that was found by other ranks, or in an earlier run.
  package init(first: Int, last: Int, hasEpochs: Bool) {
    self.first = first
    self.last = last
    self.hasEpochs = hasEpochs
  }

  /// A span as it is sent between ranks, and saved.
  package var numbers: [Int] { [first, last, hasEpochs ? 1 : 0, firstLeftOut, lastLeftOut] }

  /// How many `numbers` there are.
  package static let numberCount = 5

  /// The span that `numbers` were made of.
  package init(_ numbers: some RandomAccessCollection<Int>) {
    precondition(numbers.count == Self.numberCount)
    let numbers = Array(numbers)
    (first, last, hasEpochs) = (numbers[0], numbers[1], numbers[2] == 1)
    (firstLeftOut, lastLeftOut) = (numbers[3], numbers[4])
  }

  /// The first and the last local time of all records, those that were left out among them; nil where there are none.
  package var ofAll: ClosedRange<Int>? {
    let (first, last) = (min(first, firstLeftOut), max(last, lastLeftOut))
    return first <= last ? first...last : nil
  }

  /// Has no usable record had a time? So it is where a column of hours is enough.
  package var isEmpty: Bool { first > last }

  @inline(__always)
  mutating func include(_ time: Int) {
    if time < first { first = time }
    if time > last { last = time }
  }

  mutating func includeLeftOut(_ time: Int) {
    firstLeftOut = min(firstLeftOut, time)
    lastLeftOut = max(lastLeftOut, time)
  }

  /// Without the times outside `times`, which are left out.
  func clipped(to times: ClosedRange<Int>) -> TimeSpan {
    var clipped = self
    for time in [first, last] { clipped.includeLeftOut(time) }
    (clipped.first, clipped.last) = (max(first, times.lowerBound), min(last, times.upperBound))
    return clipped
  }

  /// Widens `a` to hold `b`.
  package static func += (a: inout TimeSpan, b: TimeSpan) {
    a.firstLeftOut = min(a.firstLeftOut, b.firstLeftOut)
    a.lastLeftOut = max(a.lastLeftOut, b.lastLeftOut)
    a.first = min(a.first, b.first)
    a.last = max(a.last, b.last)
    a.hasEpochs = a.hasEpochs || b.hasEpochs
  }
}
