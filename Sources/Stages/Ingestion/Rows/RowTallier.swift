import Availability

/// The fields of rows -> tallies, or reasons to leave rows out.
struct RowTallier: ~Copyable {
  enum Outcome {
    case read
    case rejected(LeftOut)
    case fault(RowFault.Kind)
  }

  private(set) var columns: FastColumns
  private var layout: RecordLayout
  private var header: RepeatedHeader
  private var swallowed: SwallowedRows
  private let rules: RowRules
  private let since: Int
  private let until: Int
  private let days: DayChoice?
  private var timestamps: TimestampReader
  private let shares = SmallCountShares.shared
  private var profiles: ProfileAccumulator
  private var decoder: RowDecoder?
  /// Takes the records instead of the tallies.
  var records: RecordWriter?

  init(layout: RecordLayout, rules: RowRules) {
    records = rules.keeper.map { RecordWriter($0) }
    self.layout = layout
    header = RepeatedHeader(layout)
    swallowed = SwallowedRows(layout)
    self.rules = rules
    columns = FastColumns(layout, rules)
    decoder = RowDecoder(columns)
    since = rules.since?.ordinal ?? .min
    until = rules.until?.ordinal ?? .max
    days = rules.days
    timestamps = TimestampReader(zone: rules.zone, style: layout.style)
    profiles = ProfileAccumulator(bins: rules.bins)
  }

  var counts: RowCounts { profiles.counts }

  /// Goes on with rows of another log.
  mutating func turn(to layout: RecordLayout) {
    guard layout != self.layout else { return }
    self.layout = layout
    header = RepeatedHeader(layout)
    swallowed = SwallowedRows(layout)
    columns = FastColumns(layout, rules)
    decoder = RowDecoder(columns)
    timestamps.turn(to: layout.style)
  }

  /// Counts and times of the rows since the start or the last call.
  mutating func takeAccount() -> (counts: RowCounts, span: TimeSpan) {
    profiles.takeAccount(hasEpochs: timestamps.takeHasEpochs())
  }

  consuming func finish() -> ProfileSums {
    let records = records?.finish(profiles.table.stations)
    return profiles.finish(hasEpochs: timestamps.hasEpochs, undecided: records)
  }

  /// Tallies up to `RowDecoder.width` rows from `first` on, and returns how many: it ends before a row that
  /// is not plain. None for a CPU without a decoder. The lines' ends are known for as many rows, and as many
  /// structurals as they have if all are plain.
  @inline(__always)
  mutating func readMany(
    _ base: UnsafePointer<UInt8>, _ bounds: UnsafePointer<UInt32>, _ lineEnds: UnsafePointer<UInt32>,
    first: Int, _ columns: FastColumns
  ) -> Int {
    guard let (rows, plain) = unsafe decoder?.read(base, bounds, lineEnds, first: first) else { return 0 }
    let fields = columns.last &+ 1
    guard !columns.isHourEnough else {
      let added = unsafe profiles.add(rows, count: plain, shares: shares) {
        unsafe columns.field(columns.station, base, bounds + $0 &* fields)
      }
      profiles.counts.read &+= Int64(added)
      return added
    }
    for i in 0..<plain {
      let bounds = unsafe bounds + i &* fields
      guard let time = unsafe timestamps.read(columns.field(columns.clock, base, bounds)) else { return i }
      let hour = unsafe columns.hour < 0 ? time.hour : Int(rows.hours[i])
      let docks = unsafe DockCounts(place: rows.counts[i])
      guard unsafe tally(docks, columns.field(columns.station, base, bounds), time, hour) else { return i }
      profiles.counts.read &+= 1
    }
    return plain
  }

  /// Tallies a row of plain fields; else does nothing and returns false: the row is libcsv's.
  @inline(__always)
  mutating func readFast(
    _ base: UnsafePointer<UInt8>, _ bounds: UnsafePointer<UInt32>, _ columns: FastColumns, quoted: Bool
  ) -> Bool {
    var free = unsafe columns.field(columns.freeDocks, base, bounds)
    var bikes = unsafe columns.field(columns.bikes, base, bounds)
    var station = unsafe columns.field(columns.station, base, bounds)
    var clock = unsafe columns.field(columns.clock, base, bounds)
    if quoted {
      guard unsafe free.unquote(), unsafe bikes.unquote(), unsafe station.unquote(), unsafe clock.unquote()
      else { return false }
    }
    let (freeDocks, freeValid) = unsafe shortCount(endingAt: free.start + free.count, count: free.count)
    let (bikeCount, bikesValid) = unsafe shortCount(endingAt: bikes.start + bikes.count, count: bikes.count)
    guard
      unsafe freeValid && bikesValid && station.count > 0 && station[0] > 0x20
        && station[station.count &- 1] > 0x20
    else { return false }
    let docks = DockCounts(free: freeDocks, bikes: bikeCount)

    if columns.isHourEnough {
      let (hour, isValid) = unsafe shortCount(endingAt: clock.start + clock.count, count: clock.count)
      guard isValid && hour < 24 else { return false }
      guard let row = unsafe profiles.plainRow(of: station) else { return false }
      profiles.counts.read &+= 1
      if let share = shares.share(of: docks) {
        profiles.add(share, row: row, hour: Int(hour))
      } else {
        profiles.addClosed(row: row, hour: Int(hour))
      }
      return true
    }
    guard let time = unsafe timestamps.read(clock) else { return false }
    var hour = time.hour
    if columns.hour >= 0 {
      var field = unsafe columns.field(columns.hour, base, bounds)
      if quoted { guard unsafe field.unquote() else { return false } }
      let (value, isValid) = unsafe shortCount(endingAt: field.start + field.count, count: field.count)
      guard isValid && value < 24 else { return false }
      hour = Int(value)
    }
    guard unsafe tally(docks, station, time, hour) else { return false }
    profiles.counts.read &+= 1
    return true
  }

  /// The fields that libcsv has read.
  mutating func readSlow(_ row: LibCSV, _ bytes: UnsafeRawBufferPointer) -> Outcome {
    if row.lineCount > 1,
      unsafe row.isOpenAtEnd || swallowed.areIn(row, bytes)
    {
      return .fault(.openQuote(isEscaped: row.hasEscapedQuotes))
    }
    guard let reason = row.isOpenAtEnd ? .quote : unsafe tallySlow(row, bytes) else {
      profiles.counts.read += 1
      return .read
    }
    if reason == .time, let found = dateOfOtherOrder(row) { return .fault(.dateOrder(found: found)) }
    var counted = reason
    if reason.mayBeHeader {
      switch header.look(at: row) {
      case .no: break
      case .same: counted = .header
      case .changed(let columns): return .fault(.headerChanged(columns: columns))
      }
    }
    if rules.isStrict && counted.isFault {
      return .fault(.strict(counted, found: found(row, counted)))
    }
    profiles.counts.read += 1
    profiles.counts[counted] += 1
    return counted.isFault ? .rejected(counted) : .read
  }

  private mutating func tallySlow(_ row: LibCSV, _ bytes: UnsafeRawBufferPointer) -> LeftOut? {
    // A quote in the wrong place takes the next line with it.
    guard row.fieldCount == layout.fieldCount else { return row.lineCount > 1 ? .quote : .fieldCount }
    if unsafe swallowed.isBehindQuote(row, bytes) { return .quote }
    if row.lineCount > 1, layout.needed.contains(where: { row.isBroken($0, isStation: $0 == layout.station) })
    {
      return .quote
    }
    guard unsafe row.hasStation(at: layout.station, of: bytes) else { return .noStation }
    guard let bikes = row.sum(of: layout.bikes, layout.moreBikes) else {
      return row.sum(of: layout.freeDocks, layout.moreFreeDocks) == nil ? .freeDocks : .bikes
    }
    guard let free = row.sum(of: layout.freeDocks, layout.moreFreeDocks) else { return .freeDocks }
    guard let told = layout.docks(free, bikes) else { return layout.whole == .bikes ? .bikes : .freeDocks }
    let docks = DockCounts(free: told.free, bikes: told.bikes)
    var hour: Int?
    if columns.hour >= 0 || columns.isHourEnough {
      hour = row.hour(columns.isHourEnough ? columns.clock : columns.hour, meridiem: layout.meridiem)
      guard hour != nil else { return .time }
    }
    if columns.isHourEnough {
      unsafe row.withField(layout.station) { station in
        let row = unsafe profiles.row(of: station.identifier!)
        if let share = shares.share(of: docks) {
          profiles.add(share, row: row, hour: hour!)
        } else {
          profiles.addClosed(row: row, hour: hour!)
        }
      }
      return nil
    }
    guard let time = time(of: row) else { return .time }
    unsafe row.withField(layout.station) { station in
      let station = unsafe station.identifier!
      // Known now, whatever its bytes.
      if counts(time) { unsafe _ = profiles.row(of: station) }
      unsafe _ = tally(docks, station, time, hour ?? time.hour)
    }
    return nil
  }

  private mutating func time(of row: LibCSV) -> LocalTime? {
    guard !layout.clock.isEmpty else {
      return unsafe row.withField(columns.clock) { unsafe timestamps.read($0.trimmed) }
    }
    return row.joinedTime(columns.clock, layout.clock).flatMap { timestamps.read($0) }
  }

  private func dateOfOtherOrder(_ row: LibCSV) -> String? {
    guard !columns.isHourEnough, layout.clock.isEmpty else { return nil }
    return unsafe row.withField(columns.clock) { field in
      unsafe timestamps.contradictsOrder(field.trimmed) ? field.text : nil
    }
  }

  /// Is it in the period, on a day that counts?
  @inline(__always)
  private func counts(_ time: LocalTime) -> Bool {
    let ordinal = time.ordinal
    return ordinal >= since && ordinal < until && (days?.contains(time.day) ?? true)
  }

  /// False, and nothing done, for a station whose identifier needs cleaning.
  @inline(__always)
  private mutating func tally(_ docks: DockCounts, _ station: Field, _ time: LocalTime, _ hour: Int) -> Bool {
    guard counts(time) else {
      guard unsafe station.isPlainIdentifier else { return false }
      profiles.leaveOut(time)
      return true
    }
    guard let row = unsafe profiles.plainRow(of: station) else { return false }
    if records != nil {
      if !docks.isClosed { profiles.include(time) }
      records!.append(docks, row: row, station: { profiles.table.stations[$0] }, time: time, hour: hour)
    } else if let share = shares.share(of: docks) {
      profiles.add(share, row: row, time: time, hour: hour)
    } else {
      profiles.addClosed(row: row, time: time, hour: hour)
    }
    return true
  }

  private func found(_ row: LibCSV, _ reason: LeftOut) -> String {
    let column: Int
    switch reason {
    case .noStation: column = layout.station
    case .freeDocks: column = layout.freeDocks
    case .bikes: column = layout.bikes
    case .time: column = columns.clock
    case .quote: return "a quote that nothing closes"
    default: return "\(row.fieldCount) fields"
    }
    return unsafe row.withField(column) { unsafe $0.text }
  }
}
