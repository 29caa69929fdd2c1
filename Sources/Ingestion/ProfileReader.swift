import Availability

/// Reads a profile file (`ProfileFile`): sums of an earlier run, to which others are added.
struct ProfileReader: ~Copyable {
  private let file: ProfileFile
  private let csv = LibCSV(delimiter: UInt8(ascii: ","))
  private var profiles: ProfileAccumulator
  private var rows = 0
  private var checksum: UInt64 = 0

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
    guard csv.fieldCount == ProfileFile.columns.count + 1 else { return false }
    let fields = csv.strings
    guard let bin = HourBins.bin(of: fields[1], kind: file.bins), let count = UInt64(fields[2]),
      let sum = UInt128(fields[4]), let tally = Tally(count: count, sum: sum)
    else { return false }
    let row = unsafe csv.withField(0) { unsafe profiles.row(of: $0) }
    profiles.add(tally, row: row, key: bin / 24, hour: bin % 24)
    checksum &+= unsafe csv.withField(0) {
      unsafe ProfileFile.check(StationID(bytes: Array($0.buffer)), bin: fields[1], tally)
    }
    rows += 1
    return true
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
