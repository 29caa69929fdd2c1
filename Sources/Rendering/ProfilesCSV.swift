import Availability

/// The profiles as CSV, in the layout of `ProfileFile`.
package struct ProfilesCSV {
  private let format: NumberFormat

  package init(format: NumberFormat) { self.format = format }

  package func header(_ file: ProfileFile) -> [UInt8] {
    Array((ProfileFile.columns + [file.columnName]).joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }

  /// The number of rows of all stations, and their part of the checksum.
  package func measure(_ profiles: HourlyProfiles) -> (rows: Int, checksum: UInt64) {
    let bins = labels(profiles.bins)
    var (rows, checksum) = (0, UInt64(0))
    for (row, station) in profiles.stations.enumerated() {
      for (bin, tally) in zip(bins, profiles.tallies(of: row)) where tally.count > 0 {
        rows += 1
        checksum &+= ProfileFile.check(station, bin: bin, tally)
      }
    }
    return (rows, checksum)
  }

  /// The rows of some stations.
  package func text(_ profiles: HourlyProfiles, stations: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    var number = [UInt8](repeating: 0, count: NumberFormat.maximumLength)
    let bins = labels(profiles.bins)
    for row in stations {
      let label = profiles.stations[row].csvField
      for (bin, tally) in zip(bins, profiles.tallies(of: row)) {
        guard let mean = tally.mean else { continue }
        let length = unsafe number.withUnsafeMutableBufferPointer {
          unsafe format.write(mean, to: $0.baseAddress!)
        }
        text += label
        text.append(UInt8(ascii: ","))
        text += bin.utf8
        text.append(UInt8(ascii: ","))
        text.append(decimal: tally.count)
        text.append(UInt8(ascii: ","))
        text += number[..<length]
        text.append(UInt8(ascii: ","))
        text.append(decimal: tally.sum)
        text.append(UInt8(ascii: "\n"))
      }
    }
    return text
  }

  private func labels(_ bins: HourBins) -> [String] { (0..<bins.count).map { bins.label($0) } }
}

extension [UInt8] {
  fileprivate mutating func append(decimal number: UInt64, width: Int = 1) {
    var digits: InlineArray<20, UInt8> = .init(repeating: UInt8(ascii: "0"))
    var (rest, count) = (number, 0)
    while rest > 0 || count < width {
      digits[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    }
    for i in 0..<count { append(digits[count - 1 - i]) }
  }

  /// Up to 36 digits, in two halves: dividing 128 bits digit by digit is slow.
  fileprivate mutating func append(decimal number: UInt128) {
    let (high, low) = number.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
    if high > 0 { append(decimal: UInt64(high)) }
    append(decimal: UInt64(low), width: high > 0 ? 18 : 1)
  }
}
