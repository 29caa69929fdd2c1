import Availability
import LinearAlgebra

/// The means of all stations, kept for pictures: stations x bins, NaN where a station has no record in a bin.
final class MeanProfiles: Sendable {
  let bins: HourBins
  let means: Matrix

  init(bins: HourBins, means: consuming Matrix) {
    self.bins = bins
    self.means = means
  }
}
