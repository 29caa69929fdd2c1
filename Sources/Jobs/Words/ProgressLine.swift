import Glibc
import Text

/// The words that say how far a step has come.
struct ProgressLine {
  private let step: ProgressStep
  private let style: ProgressDisplay.Style
  private let start = ContinuousClock.now
  private var lastTold = ContinuousClock.now
  private var lastTenth = 0

  private var name: String { step.name.rawValue }
  private var total: Int? { step.total.map { $0 * step.scale } }

  init(_ step: ProgressStep, _ style: ProgressDisplay.Style) {
    self.step = step
    self.style = style
  }

  /// The line to show now, if any: on a terminal from half a second on; elsewhere at each tenth, or each GB, of what
  /// takes its time.
  mutating func update(count: Int) -> String? {
    let count = count * step.scale
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    switch style {
    case .terminal:
      guard seconds >= 0.5 else { return nil }
      return text(count, seconds, room: ProgressDisplay.room)
    case .log:
      let tenth: Int
      if let total {
        tenth = min(10, 10 * count / max(1, total))
      } else {
        tenth = step.unit == .bytes ? count >> 30 : 0
      }
      guard tenth > lastTenth, (ContinuousClock.now - lastTold) / .seconds(1) >= 2 else { return nil }
      lastTenth = tenth
      lastTold = ContinuousClock.now
      return text(count, seconds)
    }
  }

  /// `reading [=====>                   ] 21 %, 1.2 GB/s, 3 s left`, with a bar where it has room.
  private func text(_ count: Int, _ seconds: Double, room: Int = 0) -> String {
    let rate = Double(count) / max(seconds, 1e-3)
    guard let total, total > 0 else {
      return name
        + (count > 0 ? ": \(amount(Double(count))), \(amount(rate))/s" : ", \(Self.time(seconds))")
    }
    let done = min(1, Double(count) / Double(total))
    let left = count > 0 ? ", \(Self.time(max(0, Double(total - count)) / rate)) left" : ""
    let percent = "\(Int(done * 100)) %, \(amount(rate))/s\(left)"
    let width = min(25, room - name.count - percent.count - 4)
    guard width >= 8 else { return "\(name) \(percent)" }
    let full = Int(done * Double(width))
    let bar = (String(repeating: "=", count: full) + ">").prefix(width)
    return "\(name) [\(bar)\(String(repeating: " ", count: width - bar.count))] \(percent)"
  }

  private func amount(_ amount: Double) -> String {
    switch step.unit {
    case .bytes: Figures.size(Int(amount))
    case .numbers: "\(Figures.fixed(amount / 1e6, 1)) M numbers"
    case .rows: "\(Figures.grouped(Int(amount))) rows"
    case .stations: "\(Figures.grouped(Int(amount))) stations"
    }
  }

  private static func time(_ seconds: Double) -> String {
    let seconds = Int(seconds + 0.5)
    return seconds < 120 ? "\(seconds) s" : seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
  }
}
