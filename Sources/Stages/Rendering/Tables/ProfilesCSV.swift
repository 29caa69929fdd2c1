import Availability
import Text
import Workers

/// The profiles as CSV, in the layout of `ProfileTable`.
package struct ProfilesCSV: Sendable {
  private let format: NumberFormat
  private let profiles: HourlyProfiles
  private let closed: ClosedBins
  private let details: [StationID: StationDetails]
  /// Of each station, the rows before its own.
  private let rowsBefore: [Int]
  private let bins: [[UInt8]]

  /// Rows as text, one after the other, and their part of the checksum.
  package typealias Text = (bytes: [UInt8], check: UInt64)

  /// `format` is that of the means; counts and sums are written exactly. `closed` are those of the profiles' stations;
  /// `details` are known by all who write. Throws `ThreadError`.
  package init(
    _ profiles: HourlyProfiles, closed: ClosedBins, details: [StationID: StationDetails],
    format: NumberFormat,
    threads: Int = 1
  ) throws {
    precondition(closed.rows.count == profiles.stations.count)
    (self.profiles, self.closed, self.details, self.format) = (profiles, closed, details, format)
    bins = (0..<profiles.bins.count).map { Array(profiles.bins.label($0).utf8) }
    let stations = profiles.stations.count
    let counts = try concurrently(threads) { thread in
      var counts: [Int] = []
      let part = WorkSplit.part(thread, of: threads, count: stations)
      profiles.forEachBlock(of: part) { block, tallies in
        for station in block {
          let first = tallies.startIndex + (station - block.lowerBound) * profiles.bins.count
          let row = tallies[first..<first + profiles.bins.count]
          // Bins of which all records are closed have a row, too.
          counts.append(
            row.count { $0.count > 0 } + closed.rows[station].count { row[first + $0.bin].count == 0 })
        }
      }
      return counts
    }
    rowsBefore = counts.joined().reduce(into: [0]) { $0.append($0.last! + $1) }
  }

  /// Rows of all stations.
  package var rowCount: Int { rowsBefore.last! }

  /// The line above all rows.
  package static var header: [UInt8] {
    Array(ProfileTable.columns.joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }

  /// The rows of some stations, in pieces one after the other. `cells` are the last fields of the first rows, of which
  /// `before` are others'. Throws `ThreadError`.
  package func text(
    stations: Range<Int>, cells: [[UInt8]], after before: Int = 0, threads: Int
  ) throws -> (pieces: [[UInt8]], check: UInt64) {
    let texts = try concurrently(threads) { thread in
      let part = WorkSplit.part(thread, of: threads, count: stations.count)
      return text(
        stations: stations.lowerBound + part.lowerBound..<stations.lowerBound + part.upperBound,
        cells: cells, after: before)
    }
    return (texts.map(\.bytes), texts.reduce(0) { $0 &+ $1.check })
  }

  /// The rows of some stations.
  package func text(stations: Range<Int>, cells: [[UInt8]], after before: Int = 0) -> Text {
    let longest = bins.reduce(0) { max($0, $1.count) } + Self.numbersLength
    var check: UInt64 = 0
    let labels = stations.map { ProfileLabel(profiles.stations[$0], details[profiles.stations[$0]]) }
    let first = before + rowsBefore[stations.lowerBound]
    let cells = cells.dropFirst(first).prefix(
      rowsBefore[stations.upperBound] - rowsBefore[stations.lowerBound]
    )
    .map(CSVText.field)
    let room = zip(stations, labels).reduce(cells.reduce(0) { $0 + $1.count }) { room, next in
      let rows = rowsBefore[next.0 + 1] - rowsBefore[next.0]
      return room + next.1.details.count + (next.1.station.count + longest) * rows
    }
    let bytes = RowText.make(room: room) { text in
      var rows = ProfileRows(text: text, cells: cells[...])
      profiles.forEachBlock(of: stations) { block, tallies in
        for station in block {
          let first = tallies.startIndex + (station - block.lowerBound) * bins.count
          rows.begin(labels[station - stations.lowerBound])
          var closed = closed.rows[station][...]
          for (bin, tally) in zip(bins.indices, tallies[first..<first + bins.count]) {
            let isClosed = closed.first?.bin == bin
            let closedRecords = isClosed ? closed.removeFirst().count : 0
            guard tally.count > 0 || isClosed else { continue }
            rows.append(tally, bin: bins[bin], closed: closedRecords, format)
          }
        }
      }
      (text, check) = (rows.text, rows.check)
    }
    return (bytes, check)
  }

  /// Room for commas, numbers and a line feed.
  private static let numbersLength = 10 + 11 + NumberFormat.maximumLength + 2 * 15 + RowText.integerLength + 1
}

/// What the rows of a station begin with, and the first of them ends with.
private struct ProfileLabel {
  let station, details: [UInt8]
  /// The same unquoted; nil where they need no quotes.
  let plain: (station: [UInt8], details: [UInt8])?

  init(_ id: StationID, _ details: StationDetails?) {
    let comma = [UInt8(ascii: ",")]
    let name = details?.name.map { Array($0.utf8) } ?? []
    let place = details?.place.map { "\($0.latitude),\($0.longitude)" } ?? ","
    let rest = comma + Array(place.utf8)
    station = CSVText.field(id.bytes)
    let field = name.isEmpty ? [] : CSVText.field(name)
    self.details = field + rest
    plain = station == id.bytes && field == name ? nil : (id.bytes, name + rest)
  }

  /// Of rows after the first.
  static let noDetails: [UInt8] = Array(",,".utf8)
}

/// Rows of profiles as they are written.
private struct ProfileRows {
  private(set) var text: RowText
  private(set) var check: UInt64 = 0
  private var cells: ArraySlice<[UInt8]>
  private var label: ProfileLabel?
  private var isFirst = true

  init(text: RowText, cells: ArraySlice<[UInt8]>) { (self.text, self.cells) = (text, cells) }

  mutating func begin(_ label: ProfileLabel) { (self.label, isFirst) = (label, true) }

  mutating func append(_ tally: Tally, bin: [UInt8], closed: Int64, _ format: NumberFormat) {
    guard let label else { return }
    let comma = UInt8(ascii: ",")
    let start = text.count
    text.append(label.station)
    let middle = text.count
    text.append(comma)
    text.append(bin)
    text.append(comma)
    text.append(tally.count)
    text.append(comma)
    if let mean = tally.mean { text.append(mean, format) }
    text.append(comma)
    text.append(UInt64(tally.sum >> ProfileTable.lowBits))
    text.append(comma)
    text.append(UInt64(tally.sum & (1 << ProfileTable.lowBits - 1)))
    text.append(comma)
    text.append(UInt64(closed))
    text.append(comma)
    let end = text.count
    let details = isFirst ? label.details : ProfileLabel.noDetails
    text.append(details)
    if let plain = label.plain {
      let rest = isFirst ? plain.details : details
      check &+= ProfileTable.check(plain.station + text.bytes(middle..<end) + rest)
    } else {
      unsafe check &+= text.withBytes(start..<text.count) { unsafe ProfileTable.check($0) }
    }
    text.append(comma)
    if let cell = cells.popFirst() { text.append(cell) }
    text.append(UInt8(ascii: "\n"))
    isFirst = false
  }
}
