/// The layout of a profile file of version 2, which velibcorr writes (`--profiles`) and reads again as an input.
///
/// CSV whose columns have the same names every day: a row for each station and bin with records, closed ones counted
/// apart. The exact sum of the shares, in units of 2^-60, is in two columns, as programs lose digits beyond 2^53. Name and
/// place stand in a station's first row; what the file remembers of its sources is JSON in a few rows of the last column
/// (`Provenance`).
public enum ProfileTable {
  /// The version of the layout.
  package static let version = 2
  /// The header.
  package static let columns = [
    "station", "bin", "records", "mean", "sum_high", "sum_low", "closed", "name", "lat", "lng", "provenance",
  ]
  /// `sum_high` counts units of 2^-60 times 2 to this power, `sum_low` the rest: 47 bits each.
  public static let lowBits: UInt128 = 47

  /// Is this the header?
  package static func isHeader(_ names: [String]) -> Bool { names == columns }

  /// One row's part of the checksum, which is their sum: the order of rows does not matter. `row` is all but the last of
  /// its fields, unquoted, with a comma between two. Eight bytes at a time: xor, and both halves of a product.
  @inlinable
  public static func check(_ row: UnsafeRawBufferPointer) -> UInt64 {
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: row.count)
    var place = 0
    while place &+ 8 <= row.count {
      hash = unsafe mix(
        hash ^ UInt64(littleEndian: row.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
      place &+= 8
    }
    var last: UInt64 = 0
    while place < row.count {
      last = unsafe last << 8 | UInt64(row[place])
      place &+= 1
    }
    return mix(hash ^ last)
  }

  @inlinable @inline(__always)
  static func mix(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// The same of an array.
  package static func check(_ row: [UInt8]) -> UInt64 { unsafe row.withUnsafeBytes { unsafe check($0) } }
}

/// Closed records (0 free docks, 0 bikes) of stations, by bin.
package struct ClosedBins: Equatable, Sendable {
  /// Closed records of a bin.
  package struct Entry: Equatable, Sendable {
    /// Its number among the bins of the profiles.
    package let bin: Int
    /// How many there are.
    package let count: Int64

    /// `count` closed records in a bin.
    package init(bin: Int, count: Int64) { (self.bin, self.count) = (bin, count) }
  }

  /// By station: the bins that have some, in order.
  package let rows: [[Entry]]

  /// The rows of all stations.
  package init(rows: [[Entry]]) { self.rows = rows }

  /// None at so many stations.
  package init(stations: Int) { rows = Array(repeating: [], count: stations) }
}
