import Availability

/// The profiles as CSV: `station,bin,records,mean`, a row for each bin that a station has.
package struct ProfilesCSV {
  private let format: NumberFormat

  package init(format: NumberFormat) { self.format = format }

  package var header: [UInt8] { Array("station,bin,records,mean\n".utf8) }

  /// The rows of some stations.
  package func rows(_ profiles: HourlyProfiles) -> [UInt8] {
    var text: [UInt8] = []
    var number = [UInt8](repeating: 0, count: NumberFormat.maximumLength)
    for (row, station) in profiles.stations.enumerated() {
      let label = station.csvField
      for (bin, tally) in profiles.tallies(of: row).enumerated() {
        guard let mean = tally.mean else { continue }
        let count = unsafe number.withUnsafeMutableBufferPointer {
          unsafe format.write(mean, to: $0.baseAddress!)
        }
        text += label
        text += ",\(profiles.bins.label(bin)),\(tally.count),".utf8
        text += number[..<count]
        text.append(UInt8(ascii: "\n"))
      }
    }
    return text
  }
}
