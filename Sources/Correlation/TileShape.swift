import LinearAlgebra

extension TileGrid {
  /// The tiles of a network's matrix, by its shape alone: the same for all ranks and threads.
  ///
  /// 128 x 128 doubles stay in the second-level cache from the product to the last output, and with a day or a week
  /// of bins larger tiles are no faster. With thousands of bins the product is all, and packing its factors costs a
  /// share of 1 / size: of 5,000 stations x 8,760 bins, two threads reached 104 GF/s with tiles of 128, 127 with
  /// 256, 142 with 512, 153 with 1,024 (OpenBLAS 0.3.21, its SkylakeX kernel, each pair counted once; one large
  /// DGEMM 169).
  init(stations: Int, bins: Int) {
    // Tiles enough for the last of them not to be waited for.
    let size = bins < 1_000 ? 128 : [1_024, 512, 256].first { stations >= 4 * $0 } ?? 128
    self.init(size: stations, tileSize: size)
  }
}
