import Availability

/// The profiles as CSV, in the layout of `ProfileFile`.
package struct ProfilesCSV {
  private let format: NumberFormat

  package init(format: NumberFormat) { self.format = format }

  package func header(_ file: ProfileFile) -> [UInt8] {
    Array((ProfileFile.columns + [file.columnName]).joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }

  /// The rows of some stations, their number and their part of the checksum.
  package func rows(_ profiles: HourlyProfiles) -> (text: [UInt8], count: Int, checksum: UInt64) {
    var text: [UInt8] = []
    var (rows, checksum) = (0, UInt64(0))
    var number = [UInt8](repeating: 0, count: NumberFormat.maximumLength)
    let bins = (0..<profiles.bins.count).map { profiles.bins.label($0) }
    for (row, station) in profiles.stations.enumerated() {
      let label = station.csvField
      for (bin, tally) in zip(bins, profiles.tallies(of: row)) {
        guard let mean = tally.mean else { continue }
        let length = unsafe number.withUnsafeMutableBufferPointer {
          unsafe format.write(mean, to: $0.baseAddress!)
        }
        text += label
        text += ",\(bin),\(tally.count),".utf8
        text += number[..<length]
        text += ",\(tally.sum)\n".utf8
        rows += 1
        checksum &+= ProfileFile.check(station, bin: bin, tally)
      }
    }
    return (text, rows, checksum)
  }
}
