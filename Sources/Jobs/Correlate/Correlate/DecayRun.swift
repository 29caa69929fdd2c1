import Correlation
import Distribution
import Rendering

/// `--decay`: the mean r of pairs of stations by their distance.
struct DecayRun<Tiles: CorrelationTiles> {
  private let sweep: TileSweep<Tiles>
  private let request: MatrixRequest

  init(_ sweep: TileSweep<Tiles>, _ request: MatrixRequest) {
    self.sweep = sweep
    self.request = request
  }

  /// Writes the classes, and returns what it writes; nil where nobody asks. Collective. Throws `Failure` where no two stations
  /// have a place.
  func write(to outputs: inout Outputs) throws -> [UInt8]? {
    guard outputs.has(.decay) else { return nil }
    guard request.listed.havePlaces else {
      throw Failure(
        .badData, "--decay wants the places of stations; there are none",
        advice: "name a list of them with --stations FILE: a column of the log's station, lat and lng")
    }
    let listed = request.listed
    let parts = try sweep.share(.correlating) { source in
      var sums = DistanceSums()
      while let place = source.next() {
        source.round(place, to: DistanceSums.rounding)
        sums.add(source.workspace.wholes, place, listed)
      }
      return sums
    }
    var sums = DistanceSums()
    for part in parts { sums.add(part.figures) }
    let communicator = sweep.job.communicator
    let all = DistanceSums(communicator.sum(sums.figures))
    let text = DecayCSV.text(all.rows)
    try outputs[.decay]!.append(communicator.isRoot ? text : [])
    return text
  }
}
