/// Where the time of a job from log to matrix went, and what a model expected.
package struct PipelineFigures: Codable, Sendable {
  /// Medians of the stages, in seconds, as are all times here: "start" is before the job and after it.
  package let stages: [Stage]
  /// Rows of the log.
  package let rows: Int
  /// Stations with a profile.
  package let stations: Int
  /// Of the log.
  package let bytesRead: Int
  /// That ranks gave to one another.
  package let bytesSent: Int
  /// What the model expected of the whole; nil where it knew nothing.
  package var predicted: Double?
  /// With so many rows a station, from how many stations on it pays; nil where it does not.
  package var breakEvenStations: Int?

  /// A part of a run.
  package struct Stage: Codable, Sendable {
    /// As the summary names it.
    package let name: String
    /// Its median.
    package let seconds: Double

    /// A stage with its time.
    package init(name: String, seconds: Double) {
      self.name = name
      self.seconds = seconds
    }
  }

  /// Figures without a prediction.
  package init(stages: [Stage], rows: Int, stations: Int, bytesRead: Int, bytesSent: Int) {
    self.stages = stages
    self.rows = rows
    self.stations = stations
    self.bytesRead = bytesRead
    self.bytesSent = bytesSent
  }

  /// 0 where there is no such stage.
  package func seconds(_ name: String) -> Double { stages.first { $0.name == name }?.seconds ?? 0 }

  /// From which number of rows on this run takes less time than `serial`, where it does at its own: reading grows with the
  /// rows, the rest does not.
  package func breakEvenRows(beside serial: PipelineFigures) -> Int {
    Self.crossing(
      fixed: total - seconds("read") - (serial.total - serial.seconds("read")),
      gain: (serial.seconds("read") - seconds("read")) / Double(rows))
  }

  /// From which number of stations on, with as many rows as here: the matrix grows with their square, the rest does not.
  package func breakEvenStations(beside serial: PipelineFigures) -> Int {
    let name = "correlate and write"
    let pairs = Self.crossing(
      fixed: total - seconds(name) - (serial.total - serial.seconds(name)),
      gain: (serial.seconds(name) - seconds(name)) / (Double(stations) * Double(stations)))
    return Int(Double(pairs).squareRoot().rounded(.up))
  }

  private var total: Double { stages.reduce(0) { $0 + $1.seconds } }

  private static func crossing(fixed: Double, gain: Double) -> Int {
    guard fixed > 0 else { return 1 }
    // Where this part itself is no faster there is no crossing, whatever else pays.
    guard gain > 0, fixed / gain < 1e15 else { return Int.max }
    return max(1, Int((fixed / gain).rounded(.up)))
  }
}
