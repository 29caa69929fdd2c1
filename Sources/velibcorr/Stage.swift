import Glibc

/// A part of a run that may take its time, and what is counted of it.
struct Stage: Sendable {
  enum Unit: Sendable {
    case bytes, numbers, rows, stations
  }

  /// As it is shown: "reading".
  let name: String
  var unit = Unit.bytes
  /// Of all that will be counted on this rank; nil when that is not known.
  var total: Int?
  /// Ranks that do as much each.
  var scale = 1

  static let combining = Stage(name: "combining")
  static let drawing = Stage(name: "drawing")
}

/// The words that tell how far a stage has come.
struct StageLine {
  private let stage: Stage
  private let style: ProgressDisplay.Style
  private let start = ContinuousClock.now
  private var lastTold = ContinuousClock.now
  private var lastStep = 0

  private var total: Int? { stage.total.map { $0 * stage.scale } }

  init(_ stage: Stage, _ style: ProgressDisplay.Style) {
    self.stage = stage
    self.style = style
  }

  /// What to show now, if anything: on a terminal from half a second on; elsewhere at each tenth, or each GB, of what
  /// takes its time.
  mutating func update(count: Int) -> String? {
    let count = count * stage.scale
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    switch style {
    case .terminal(let columns):
      guard seconds >= 0.5 else { return nil }
      return String(text(count, seconds, room: columns - 1).prefix(columns - 1))
    case .log:
      let step: Int
      if let total {
        step = min(10, 10 * count / max(1, total))
      } else {
        step = stage.unit == .bytes ? count >> 30 : 0
      }
      guard step > lastStep, (ContinuousClock.now - lastTold) / .seconds(1) >= 2 else { return nil }
      lastStep = step
      lastTold = ContinuousClock.now
      return text(count, seconds)
    }
  }

  /// `reading [=====>                   ] 21 %, 1.2 GB/s, 3 s left`, with a bar where it has room.
  private func text(_ count: Int, _ seconds: Double, room: Int = 0) -> String {
    let rate = Double(count) / max(seconds, 1e-3)
    guard let total, total > 0 else {
      return stage.name
        + (count > 0 ? ": \(amount(Double(count))), \(amount(rate))/s" : ", \(Self.time(seconds))")
    }
    let share = min(1, Double(count) / Double(total))
    let left = count > 0 ? ", \(Self.time(max(0, Double(total - count)) / rate)) left" : ""
    let percent = "\(Int(share * 100)) %, \(amount(rate))/s\(left)"
    let width = min(25, room - stage.name.count - percent.count - 4)
    guard width >= 8 else { return "\(stage.name) \(percent)" }
    let full = Int(share * Double(width))
    let bar = (String(repeating: "=", count: full) + ">").prefix(width)
    return "\(stage.name) [\(bar)\(String(repeating: " ", count: width - bar.count))] \(percent)"
  }

  private func amount(_ amount: Double) -> String {
    switch stage.unit {
    case .bytes: Summary.size(Int(amount))
    case .numbers: "\(Summary.fixed(amount / 1e6, 1)) M numbers"
    case .rows: "\(Summary.grouped(Int(amount))) rows"
    case .stations: "\(Summary.grouped(Int(amount))) stations"
    }
  }

  private static func time(_ seconds: Double) -> String {
    let seconds = Int(seconds + 0.5)
    return seconds < 120 ? "\(seconds) s" : seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
  }
}
