/// A step of a run that may take its time, and what is counted of it.
struct ProgressStep: Sendable {
  enum Unit: Sendable {
    case bytes, numbers, rows, stations
  }

  let name: RunStep
  var unit = Unit.bytes
  /// Of all that will be counted on this rank; nil when that is not known.
  var total: Int?
  /// Ranks that do as much each.
  var scale = 1

  init(_ name: RunStep, unit: Unit = .bytes, total: Int? = nil, scale: Int = 1) {
    self.name = name
    self.unit = unit
    self.total = total
    self.scale = scale
  }
}
