import Availability
import CDecimal
import Workers

/// The profiles as CSV, in the layout of `ProfileFile`.
package struct ProfilesCSV {
  private let format: NumberFormat

  package init(format: NumberFormat) { self.format = format }

  package func header(_ file: ProfileFile) -> [UInt8] {
    Array((ProfileFile.columns + [file.columnName]).joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }

  /// The number of rows of all stations, and their part of the checksum.
  package func measure(
    _ profiles: HourlyProfiles, threads: Int = 1
  ) throws -> (rows: Int, checksum: UInt64) {
    let bins = labels(profiles.bins)
    let parts = try concurrently(threads) { thread in
      var (rows, checksum) = (0, UInt64(0))
      for row in Self.part(thread, of: threads, profiles.stations.indices) {
        for (bin, tally) in zip(bins, profiles.tallies(of: row)) where tally.count > 0 {
          rows += 1
          checksum &+= ProfileFile.check(profiles.stations[row], bin: bin, tally)
        }
      }
      return (rows, checksum)
    }
    return parts.reduce((0, 0)) { ($0.0 + $1.0, $0.1 &+ $1.1) }
  }

  /// The rows of some stations, in pieces one behind the other.
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
    return unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      var text = unsafe RowText(buffer)
      for (row, label) in zip(stations, labels) {
        for (bin, tally) in zip(bins, profiles.tallies(of: row)) {
          guard let mean = tally.mean else { continue }
          text.append(label)
          text.append(bin)
          text.append(tally.count)
          text.append(UInt8(ascii: ","))
          text.append(mean, format)
          text.append(UInt8(ascii: ","))
          text.append(tally.sum)
          text.append(UInt8(ascii: "\n"))
        }
      }
      count = text.count
    }
  }

  /// Room for count, mean and sum, two commas and a line feed.
  private static let numbersLength = 11 + NumberFormat.maximumLength + 29 + 3

  private func labels(_ bins: HourBins) -> [String] { (0..<bins.count).map { bins.label($0) } }
}

/// Text that grows in a buffer which is large enough.
@safe private struct RowText {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { unsafe self.buffer = unsafe buffer }

  mutating func append(_ byte: UInt8) {
    unsafe precondition(count < buffer.count)
    unsafe buffer[count] = byte
    count += 1
  }

  mutating func append(_ bytes: [UInt8]) {
    unsafe precondition(count + bytes.count <= buffer.count)
    _ = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...]).update(from: bytes)
    count += bytes.count
  }

  mutating func append(_ value: Double, _ format: NumberFormat) {
    unsafe precondition(count + NumberFormat.maximumLength <= buffer.count)
    unsafe count += format.write(value, to: buffer.baseAddress! + count)
  }

  mutating func append(_ value: UInt64) {
    unsafe precondition(count + 20 <= buffer.count)
    let text = unsafe UnsafeMutableRawPointer(buffer.baseAddress! + count).assumingMemoryBound(to: CChar.self)
    count += unsafe velibcorr_decimal(value, text)
  }

  /// In two halves: the library knows no 128 bits.
  mutating func append(_ value: UInt128) {
    let half: UInt128 = 1_000_000_000_000_000_000
    let (high, low) = value.quotientAndRemainder(dividingBy: half)
    guard high > 0 else { return append(UInt64(low)) }
    append(UInt64(high))
    // The lower half with a 1 before its zeros, which then gives way to the last digit of the upper.
    let last = unsafe buffer[count - 1]
    count -= 1
    let place = count
    append(UInt64(half + low))
    unsafe buffer[place] = last
  }
}
