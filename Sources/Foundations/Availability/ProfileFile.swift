/// The layout of a profile file, which velibcorr writes (`--profiles`) and reads again as an input.
///
/// CSV: `station,bin,records,mean,<this>`, a row for each bin that a station has. The last column holds the
/// exact sum of the shares in units of 2^-60, so that profiles can be added without loss; its name says
/// what the file is: version, bins, number of rows, and a checksum.
public struct ProfileFile: Equatable, Sendable {
  /// Rises with each change of the layout; files of another version are refused.
  package static let version = 1
  /// The columns before the last.
  package static let columns = ["station", "bin", "records", "mean"]
  private static let mark = "velibcorr-profiles"

  /// The kind of the file's bins.
  package let bins: BinKind
  /// Rows after the header: one for each station and bin that has a record.
  package let rows: Int
  /// The sum of `check` over all rows, modulo 2^64.
  package let checksum: UInt64

  /// The header of a file to be written.
  package init(bins: BinKind, rows: Int, checksum: UInt64) {
    self.bins = bins
    self.rows = rows
    self.checksum = checksum
  }

  /// `velibcorr-profiles=1 bins=hour-of-day rows=1416 check=00f1d2c3b4a59687`
  package var columnName: String {
    let digits = String(checksum, radix: 16)
    let check = String(repeating: "0", count: 16 - digits.count) + digits
    return "\(Self.mark)=\(Self.version) bins=\(bins.rawValue) rows=\(rows) check=\(check)"
  }

  /// Is this the header of a profile file, of whatever version?
  package static func isHeader(_ names: [String]) -> Bool {
    names.count == columns.count + 1 && Array(names.dropLast()) == columns && names.last!.hasPrefix(mark)
  }

  /// Reads a column name; nil when it is damaged or of another version.
  package init?(columnName: String) {
    let pairs = columnName.split(separator: " ").map { $0.split(separator: "=").map(String.init) }
    guard pairs.count == 4, pairs.allSatisfy({ $0.count == 2 }),
      pairs.map({ $0[0] }) == [Self.mark, "bins", "rows", "check"],
      Int(pairs[0][1]) == Self.version, let bins = BinKind(rawValue: pairs[1][1]),
      let rows = Int(pairs[2][1]), let checksum = UInt64(pairs[3][1], radix: 16)
    else { return nil }
    self.init(bins: bins, rows: rows, checksum: checksum)
  }

  /// One row's part of the checksum, which is their sum: the order of rows does not matter.
  /// FNV-1a, 64 bits, over the identifier, a zero, the bin's name, a zero and the tally's 16 bytes.
  @inlinable @inline(__always)
  public static func check(
    _ station: some Sequence<UInt8>, bin: some Sequence<UInt8>, _ tally: Tally
  ) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for byte in station { mix(byte) }
    mix(0)
    for byte in bin { mix(byte) }
    mix(0)
    for i in 0..<16 {
      let half = UInt64(truncatingIfNeeded: i < 8 ? tally.packed : tally.packed &>> 64)
      mix(UInt8(truncatingIfNeeded: half &>> UInt64(8 * (i % 8))))
    }
    return hash
  }
}

extension Tally {
  /// A tally of a known count and sum; nil when no records can give it.
  package init?(count: UInt64, sum: UInt128) {
    guard count > 0, count < 1 << 34, sum <= UInt128(count) << UInt128(Share.fractionBits) else { return nil }
    self.init(packed: UInt128(count) << Self.countShift | sum)
  }
}
