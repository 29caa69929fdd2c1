import Availability

/// Reads a profile file (`ProfileFile`): sums of an earlier run, to which others are added.
struct ProfileReader: ~Copyable {
  private let file: ProfileFile
  private let csv = LibCSV(delimiter: UInt8(ascii: ","))
  private var profiles: ProfileAccumulator
  private var rows = 0
  private var checksum: UInt64 = 0
  /// The names of bins met so far, and the bin of each.
  private var labels = StationTable()
  private var bins: [Int] = []

  init(_ file: ProfileFile) {
    self.file = file
    profiles = ProfileAccumulator(bins: file.bins)
  }

  /// Reads the rows from `start` on; returns where the row begins that the bytes do not hold whole.
  mutating func parse(
    _ bytes: UnsafeRawBufferPointer, from start: Int, final: Bool
  ) throws(ProfileFileError) -> Int {
    var position = start
    while position < bytes.count {
      if let row = unsafe PlainRow(bytes, from: position) {
        guard unsafe add(row.station, row.bin, row.count, row.sum) else { throw .row(rows + 1) }
        position = unsafe row.end
        continue
      }
      switch unsafe csv.readRow(bytes, from: position, final: final) {
      case .incomplete: return position
      case .blank(let end): position = end
      case .row(let end):
        guard addFields() else { throw .row(rows + 1) }
        position = end
      }
    }
    return position
  }

  /// Returns the sums that were read, if they are all that the header promised.
  consuming func finish() throws(ProfileFileError) -> ProfileSums {
    guard rows == file.rows else { throw .incomplete(expected: file.rows, found: rows) }
    guard checksum == file.checksum else { throw .checksum }
    return profiles.finish()
  }

  /// Adds the row that libcsv has read.
  private mutating func addFields() -> Bool {
    guard csv.fieldCount == ProfileFile.columns.count + 1 else { return false }
    return unsafe csv.withField(0) { station in
      unsafe csv.withField(1) { bin in
        unsafe csv.withField(2) { count in unsafe csv.withField(4) { unsafe add(station, bin, count, $0) } }
      }
    }
  }

  private mutating func add(_ station: Field, _ label: Field, _ records: Field, _ sum: Field) -> Bool {
    guard let bin = unsafe bin(label), let count = unsafe records.integer, let count = UInt64(exactly: count),
      let sum = unsafe sum.integer, let tally = Tally(count: count, sum: sum)
    else { return false }
    profiles.add(tally, row: unsafe profiles.row(of: station), key: bin / 24, hour: bin % 24)
    checksum &+= unsafe ProfileFile.check(station.buffer, bin: label.buffer, tally)
    rows += 1
    profiles.counts.added += Int64(count)
    return true
  }

  /// The bin that the row names; nil when it is none.
  private mutating func bin(_ label: Field) -> Int? {
    if let known = unsafe labels.row(of: label) { return bins[known] }
    guard let bin = unsafe HourBins.bin(of: label.text, kind: file.bins) else { return nil }
    _ = unsafe labels.insert(label)
    bins.append(bin)
    return bin
  }
}

/// The fields of a row in which there is nothing for libcsv to decide: no quote, no space around a field, no
/// carriage return.
@unsafe private struct PlainRow {
  let station, bin, count, sum: Field
  /// After the line feed.
  let end: Int

  /// The row that starts at `start`; nil where libcsv is to be asked, near the ends of the bytes too.
  @inline(__always)
  init?(_ bytes: UnsafeRawBufferPointer, from start: Int) {
    guard start >= BlockParser.slack, let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    else { return nil }
    // Field by field, each up to its comma.
    var position = start
    func field(until delimiter: UInt8) -> Field? {
      let first = position
      while position < bytes.count - BlockParser.slack {
        let byte = unsafe base[position]
        position &+= 1
        guard byte != delimiter else {
          let field = unsafe Field(base + first, count: position &- 1 &- first)
          return unsafe field.count > 0 && field.trimmed.count == field.count ? field : nil
        }
        guard
          byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\r"), byte != UInt8(ascii: "\n"),
          byte != UInt8(ascii: ",")
        else { return nil }
      }
      return nil
    }
    let comma = UInt8(ascii: ",")
    guard let station = unsafe field(until: comma), let bin = unsafe field(until: comma),
      let count = unsafe field(until: comma), unsafe field(until: comma) != nil,
      let sum = unsafe field(until: UInt8(ascii: "\n"))
    else { return nil }
    unsafe (self.station, self.bin, self.count, self.sum, self.end) = (station, bin, count, sum, position)
  }
}

extension Field {
  /// The number that the digits are, if there is nothing else and it is below 2^128.
  fileprivate var integer: UInt128? {
    guard unsafe count > 0 && count <= 39 else { return nil }
    // Eighteen digits at a time: arithmetic of 128 bits is slow.
    var value: UInt128 = 0
    var (part, scale) = (0 as UInt64, 1 as UInt64)
    for i in unsafe 0..<count {
      let digit = unsafe start[i] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      part = part &* 10 &+ UInt64(digit)
      scale &*= 10
      guard unsafe i % 18 == 17 || i == count - 1 else { continue }
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: UInt128(scale))
      let (sum, isStillTooLarge) = product.addingReportingOverflow(UInt128(part))
      guard !isTooLarge && !isStillTooLarge else { return nil }
      value = sum
      (part, scale) = (0, 1)
    }
    return value
  }
}

/// Why a profile file cannot be used.
package enum ProfileFileError: Error, Equatable {
  /// Of another version, or its header is damaged.
  case header(String)
  /// A data row, counted from 1, is not what velibcorr writes.
  case row(Int)
  case incomplete(expected: Int, found: Int)
  case checksum
  /// Its bins are not those of the run.
  case bins(found: BinKind, wanted: BinKind)
  /// Profiles have no times to go by.
  case noTimes
}
