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
      switch unsafe csv.readRow(bytes, from: position, final: final) {
      case .incomplete: return position
      case .blank(let end): position = end
      case .row(let end):
        guard add() else { throw .row(rows + 1) }
        position = end
      }
    }
    return position
  }

  /// What was read, if it is all that the header promised.
  consuming func finish() throws(ProfileFileError) -> PartialProfiles {
    guard rows == file.rows else { throw .incomplete(expected: file.rows, found: rows) }
    guard checksum == file.checksum else { throw .checksum }
    return profiles.finish()
  }

  private mutating func add() -> Bool {
    guard csv.fieldCount == ProfileFile.columns.count + 1, let bin = bin(),
      let count = unsafe csv.withField(2, { unsafe $0.integer }), let count = UInt64(exactly: count),
      let sum = unsafe csv.withField(4, { unsafe $0.integer }), let tally = Tally(count: count, sum: sum)
    else { return false }
    let row = unsafe csv.withField(0) { unsafe profiles.row(of: $0) }
    profiles.add(tally, row: row, key: bin / 24, hour: bin % 24)
    checksum &+= unsafe csv.withField(0) { station in
      unsafe csv.withField(1) { bin in
        unsafe ProfileFile.check(station.buffer, bin: bin.buffer, tally)
      }
    }
    rows += 1
    return true
  }

  /// The bin that the row names; nil when it is none.
  private mutating func bin() -> Int? {
    unsafe csv.withField(1) { label in
      if let known = unsafe labels.row(of: label) { return bins[known] }
      guard let bin = unsafe HourBins.bin(of: label.text, kind: file.bins) else { return nil }
      _ = unsafe labels.insert(label)
      bins.append(bin)
      return bin
    }
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
