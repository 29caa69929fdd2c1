import LinearAlgebra

extension TileGrid {
  /// The tiles of a network's matrix, by its shape alone: the same for all ranks and threads.
  ///
  /// 128 x 128 doubles stay in the second-level cache from the product to the last output, and with a day or a week
  /// of bins larger tiles are no faster. With thousands of bins the product is all, and packing its factors costs a
  /// share of 1 / size: (measured with OpenBLAS 0.3.21, SkylakeX kernel).
  init(stations: Int, bins: Int) {
    // Tiles enough for the last of them not to be waited for.
    let size = bins < 1_000 ? 128 : [512, 256].first { stations >= 8 * $0 } ?? 128
    self.init(size: stations, tileSize: size)
  }
}
