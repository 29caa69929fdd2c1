import LinearAlgebra

extension TileGrid {
  /// The tiles of a network's matrix, by its shape alone: the same for all ranks and threads.
  ///
  /// 128 x 128 doubles stay in the second-level cache from the product to the last output, and with a day or a week
  /// of bins larger tiles are no faster. With thousands of bins the product is all, and packing its factors costs a
  /// share of 1 / size: of 5,000 stations x 8,760 bins, two threads reached 104 GF/s with tiles of 128, 127 with
  /// 256, 142 with 512, 150 with 1,024 and 154 with 1,250, which leave no smaller tiles at the edge (OpenBLAS 0.3.21,
  /// its SkylakeX kernel, each pair counted once; one large DGEMM 165).
  init(stations: Int, bins: Int) {
    // Tiles enough for the last of them not to be waited for.
    let size =
      if bins < 1_000 {
        128
      } else if stations >= 4_096 {
        Self.even(stations, most: 1_280)
      } else {
        [512, 256].first { stations >= 4 * $0 } ?? 128
      }
    self.init(size: stations, tileSize: size)
  }

  /// The size of the fewest tiles of at most so many rows, all as large as each other or nearly.
  private static func even(_ stations: Int, most: Int) -> Int {
    let count = (stations + most - 1) / most
    return (stations + count - 1) / count
  }
}
