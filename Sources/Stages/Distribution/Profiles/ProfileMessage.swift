import Availability

/// Rows of profiles as numbers that MPI can send: of each its place, then two a tally, the lower half first.
struct ProfileMessage {
  private let bins: Int
  private(set) var numbers: [Int64]

  init(bins: Int, numbers: [Int64] = []) {
    precondition(numbers.count % (1 + 2 * bins) == 0)
    self.bins = bins
    self.numbers = numbers
  }

  /// Without rows, with room for so many.
  init(bins: Int, capacity: Int) {
    self.init(bins: bins)
    numbers.reserveCapacity(capacity * rowLength)
  }

  var rowLength: Int { 1 + 2 * bins }

  mutating func append(row: Int, _ tallies: ArraySlice<Tally>) {
    precondition(tallies.count == bins)
    numbers.append(Int64(row))
    for tally in tallies {
      numbers.append(Int64(truncatingIfNeeded: tally.packed))
      numbers.append(Int64(truncatingIfNeeded: tally.packed &>> 64))
    }
  }

  /// Adds every row to that of `sums`, whose first is row `first`.
  func add(to sums: inout [Tally], from first: Int) {
    for start in stride(from: 0, to: numbers.count, by: rowLength) {
      let target = (Int(numbers[start]) - first) * bins
      for bin in 0..<bins {
        let low = UInt128(UInt64(bitPattern: numbers[start + 1 + 2 * bin]))
        let high = UInt128(UInt64(bitPattern: numbers[start + 2 + 2 * bin]))
        sums[target + bin] += Tally(packed: high &<< 64 | low)
      }
    }
  }
}
