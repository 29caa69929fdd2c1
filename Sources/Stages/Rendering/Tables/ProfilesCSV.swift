import Availability
import Workers

/// The profiles as CSV, in the layout of `ProfileFile`.
package struct ProfilesCSV {
  private let format: NumberFormat

  /// `format` is that of the means; counts and sums are written exactly.
  package init(format: NumberFormat) { self.format = format }

  /// The line above all rows, whose last column is named for what the file is.
  package func header(_ file: ProfileFile) -> [UInt8] {
    Array((ProfileFile.columns + [file.columnName]).joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }

  /// The number of rows of all stations, and their part of the checksum. Throws `ThreadError`.
  package func measure(
    _ profiles: HourlyProfiles, threads: Int = 1
  ) throws -> (rows: Int, checksum: UInt64) {
    let bins = labels(profiles.bins).map { Array($0.utf8) }
    let parts = try concurrently(threads) { thread in
      var (rows, checksum) = (0, UInt64(0))
      profiles.forEachBlock(of: Self.part(thread, of: threads, profiles.stations.indices)) { block, tallies in
        for (i, tally) in tallies.enumerated() where tally.count > 0 {
          let station = profiles.stations[block.lowerBound + i / bins.count]
          rows += 1
          checksum &+= ProfileFile.check(station.bytes, bin: bins[i % bins.count], tally)
        }
      }
      return (rows, checksum)
    }
    return parts.reduce((0, 0)) { ($0.0 + $1.0, $0.1 &+ $1.1) }
  }

  /// The rows of some stations, in pieces one after the other. Throws `ThreadError`.
  package func text(
    _ profiles: HourlyProfiles, stations: Range<Int>, threads: Int
  ) throws -> [[UInt8]] {
    try concurrently(threads) {
      text(profiles, stations: Self.part($0, of: threads, stations))
    }
  }

  private static func part(_ thread: Int, of threads: Int, _ range: Range<Int>) -> Range<Int> {
    let bounds = [thread, thread + 1].map { range.lowerBound + range.count * $0 / threads }
    return bounds[0]..<bounds[1]
  }

  /// The rows of some stations.
  package func text(_ profiles: HourlyProfiles, stations: Range<Int>) -> [UInt8] {
    let bins = labels(profiles.bins).map { [UInt8(ascii: ",")] + Array($0.utf8) + [UInt8(ascii: ",")] }
    let labels = profiles.stations[stations].map(\.csvField)
    let longest = bins.reduce(0) { max($0, $1.count) } + Self.numbersLength
    let room = labels.reduce(0) { $0 + ($1.count + longest) * bins.count }
    return RowText.make(room: room) { text in
      profiles.forEachBlock(of: stations) { block, tallies in
        for (i, tally) in tallies.enumerated() {
          guard let mean = tally.mean else { continue }
          text.append(labels[block.lowerBound + i / bins.count - stations.lowerBound])
          text.append(bins[i % bins.count])
          text.append(tally.count)
          text.append(UInt8(ascii: ","))
          text.append(mean, format)
          text.append(UInt8(ascii: ","))
          text.append(tally.sum)
          text.append(UInt8(ascii: "\n"))
        }
      }
    }
  }

  /// Room for count, mean and sum, two commas and a line feed.
  private static let numbersLength = 11 + NumberFormat.maximumLength + 29 + 3

  private func labels(_ bins: HourBins) -> [String] { (0..<bins.count).map { bins.label($0) } }
}
