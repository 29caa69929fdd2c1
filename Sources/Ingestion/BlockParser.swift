import Availability
import Glibc

/// Bytes of delimited text -> tallies. Does no I/O.
///
/// Rows without quotes, which is nearly all, are read by the structural index: a row of as many fields
/// as the header has, whose counts are plain digits. Any other row goes to libcsv, so that both ways
/// give the same records by construction of the one and by test of the other.
package struct BlockParser: ~Copyable {
  /// Readable bytes that must surround the text given to `parse`, for loads wider than a field.
  package static let slack = 16

  /// `fast` off sends every row to libcsv: the reference of the tests.
  package enum Reader { case fast, libcsv }

  let layout: RecordLayout
  private let reader: Reader
  private var index = StructuralIndex()
  private let libcsv: LibCSV
  private let shares = ShareTable.shared
  var profiles: ProfileAccumulator

  package init(layout: RecordLayout, bins: HourBins, reader: Reader = .fast) {
    self.layout = layout
    self.reader = reader
    libcsv = LibCSV(delimiter: layout.delimiter)
    profiles = ProfileAccumulator(bins: bins)
  }

  package consuming func finish() -> PartialProfiles { profiles.finish() }

  /// Reads the rows that start in `start ..< limit` and returns the offset where the next row starts:
  /// at or behind `limit`, or before it when the bytes end within a row and are not the `final` ones.
  package mutating func parse(
    _ bytes: UnsafeRawBufferPointer, from start: Int, until limit: Int, final: Bool
  ) -> Int {
    switch reader {
    case .fast: unsafe parseFast(bytes, from: start, until: limit, final: final)
    case .libcsv: unsafe parseSlow(bytes, from: start, until: limit, final: final)
    }
  }

  private mutating func parseSlow(
    _ bytes: UnsafeRawBufferPointer, from start: Int, until limit: Int, final: Bool
  ) -> Int {
    var position = start
    while position < limit, let end = unsafe readSlowRow(bytes, from: position, final: final) {
      position = end
    }
    return position
  }

  private mutating func parseFast(
    _ bytes: UnsafeRawBufferPointer, from start: Int, until limit: Int, final: Bool
  ) -> Int {
    guard start < limit else { return start }
    let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
    let base = unsafe text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let limit = limit - start
    unsafe index.build(text, delimiter: layout.delimiter)

    let structurals = unsafe index.structurals
    let lineEnds = unsafe index.lineEnds
    let (structuralCount, lineCount, needsCare) = (index.structuralCount, index.lineCount, index.needsCare)
    let columns = FastColumns(layout)
    var position = 0
    var line = 0
    // Ordinal of the row's first structural; the one before is kept at the byte before the row.
    var first = 0
    unsafe structurals[-1] = UInt32.max
    var fastRows: Int64 = 0
    while position < limit && line < lineCount {
      let ordinal = unsafe Int(lineEnds[line])
      let lineEnd = unsafe Int(structurals[ordinal])
      if unsafe ordinal &- first == columns.last
        && !(needsCare && needsLibCSV(base, position, lineEnd))
        && readFastRow(base, structurals + first, columns)
      {
        fastRows &+= 1
        first = ordinal &+ 1
        position = lineEnd &+ 1
        line &+= 1
        continue
      }
      guard let end = unsafe readSlowRow(text, from: position, final: final) else {
        profiles.counts.read += fastRows
        return start + position
      }
      position = end
      while unsafe first < structuralCount && Int(structurals[first]) < position { first += 1 }
      while unsafe line < lineCount && Int(lineEnds[line]) < first { line += 1 }
      unsafe structurals[first - 1] = UInt32(truncatingIfNeeded: position - 1)
    }
    profiles.counts.read += fastRows
    // Behind the last line feed, lines may still end with a carriage return or with the input.
    while position < limit, let end = unsafe readSlowRow(text, from: position, final: final) {
      position = end
    }
    return start + position
  }

  /// A quote, or a carriage return that is not part of the line's end.
  private func needsLibCSV(_ base: UnsafePointer<UInt8>, _ start: Int, _ lineEnd: Int) -> Bool {
    if unsafe memchr(base + start, Int32(UInt8(ascii: "\"")), lineEnd - start) != nil { return true }
    guard let carriage = unsafe memchr(base + start, Int32(UInt8(ascii: "\r")), lineEnd - start) else {
      return false
    }
    return unsafe UnsafeRawPointer(carriage) != UnsafeRawPointer(base + lineEnd - 1)
  }

  /// Tallies the row if its counts are plain; else leaves it to libcsv and returns false.
  @inline(__always)
  private mutating func readFastRow(
    _ base: UnsafePointer<UInt8>, _ bounds: UnsafePointer<UInt32>, _ columns: FastColumns
  ) -> Bool {
    let free = unsafe columns.field(columns.freeDocks, base, bounds)
    let bikes = unsafe columns.field(columns.bikes, base, bounds)
    let station = unsafe columns.field(columns.station, base, bounds)
    let clock = unsafe columns.field(columns.clock, base, bounds)
    let (freeDocks, freeValid) = unsafe shortCount(endingAt: free.start + free.count, count: free.count)
    let (bikeCount, bikesValid) = unsafe shortCount(endingAt: bikes.start + bikes.count, count: bikes.count)
    guard
      unsafe freeValid && bikesValid && station.count > 0 && station[0] > 0x20
        && station[station.count &- 1] > 0x20
    else { return false }

    let hour: Int
    if columns.clockIsHour {
      let (value, isValid) = unsafe shortCount(endingAt: clock.start + clock.count, count: clock.count)
      guard isValid && value < 24 else { return false }
      hour = Int(value)
    } else {
      guard let value = unsafe Timestamp.hour(clock) else { return false }
      hour = value
    }

    let row = unsafe profiles.row(of: station)
    if let share = shares.share(free: freeDocks, bikes: bikeCount) {
      profiles.add(share, row: row, bin: hour)
    } else {
      profiles.addClosed(row: row)
    }
    return true
  }

  /// Reads one row by libcsv; returns where the next starts, nil when the bytes end within the row.
  @inline(never)
  private mutating func readSlowRow(_ bytes: UnsafeRawBufferPointer, from start: Int, final: Bool) -> Int? {
    switch unsafe libcsv.readRow(bytes, from: start, final: final) {
    case .incomplete: return nil
    case .blank(let end): return end
    case .row(let end):
      profiles.counts.read += 1
      if let reason = tallySlowRow() { profiles.counts[reason] += 1 }
      return end
    }
  }

  private mutating func tallySlowRow() -> LeftOut? {
    guard libcsv.fieldCount == layout.fieldCount else { return .fieldCount }
    guard unsafe libcsv.withField(layout.station, { unsafe $0.count > 0 }) else { return .noStation }
    guard let free = unsafe libcsv.withField(layout.freeDocks, { unsafe $0.count6 }) else {
      return .freeDocks
    }
    guard let bikes = unsafe libcsv.withField(layout.bikes, { unsafe $0.count6 }) else { return .bikes }
    guard let hour = unsafe libcsv.withField(layout.clock.column, { unsafe readHour($0) }) else {
      return .time
    }
    let row = unsafe libcsv.withField(layout.station) { unsafe profiles.row(of: $0) }
    if let share = shares.share(free: free, bikes: bikes) {
      profiles.add(share, row: row, bin: hour)
    } else {
      profiles.addClosed(row: row)
    }
    return nil
  }

  private func readHour(_ field: Field) -> Int? {
    switch layout.clock {
    case .hour: unsafe field.count6.flatMap { $0 < 24 ? Int($0) : nil }
    case .timestamp: unsafe Timestamp.hour(field)
    }
  }
}

/// The layout as the loop over fast rows wants it: in registers.
private struct FastColumns {
  let last, station, freeDocks, bikes, clock: Int
  let clockIsHour: Bool

  init(_ layout: RecordLayout) {
    last = layout.fieldCount - 1
    (station, freeDocks, bikes, clock) = (layout.station, layout.freeDocks, layout.bikes, layout.clock.column)
    if case .hour = layout.clock { clockIsHour = true } else { clockIsHour = false }
  }

  /// Field `column` of the row whose structurals are `bounds`; `bounds[-1]` is the byte before the row.
  @inline(__always)
  func field(_ column: Int, _ base: UnsafePointer<UInt8>, _ bounds: UnsafePointer<UInt32>) -> Field {
    let start = unsafe Int(bounds[column &- 1] &+ 1)
    var end = unsafe Int(bounds[column])
    if unsafe column == last && end > start && base[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    return unsafe Field(base + start, count: end &- start)
  }
}

/// The shares of small counts, looked up instead of divided.
@safe final class ShareTable: Sendable {
  static let shared = ShareTable()
  private static let side = 128

  /// Row-major by free docks; never freed, as the one instance lives as long as the process.
  private nonisolated(unsafe) let shares: UnsafePointer<UInt64>

  private init() {
    let table = UnsafeMutablePointer<UInt64>.allocate(capacity: Self.side * Self.side)
    for free in 0..<Self.side {
      for bikes in 0..<Self.side {
        unsafe table[free * Self.side + bikes] =
          Share(free: UInt32(free), bikes: UInt32(bikes))?.fixedPoint ?? 0
      }
    }
    unsafe shares = unsafe UnsafePointer(table)
  }

  /// The fixed-point share (`Share`); nil for a closed station.
  @inline(__always)
  func share(free: UInt32, bikes: UInt32) -> UInt64? {
    if free | bikes < UInt32(Self.side) {
      if free | bikes == 0 { return nil }
      return unsafe shares[Int(free) &* Self.side &+ Int(bikes)]
    }
    return Share(free: free, bikes: bikes)?.fixedPoint
  }
}
