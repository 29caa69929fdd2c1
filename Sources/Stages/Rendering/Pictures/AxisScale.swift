import Glibc
import Text

/// What an axis goes from and to, and where it has numbers: at multiples of 1, 2 or 5 times a power of ten.
package struct AxisScale: Equatable {
  /// The ends of the axis.
  package let low, high: Double
  /// Where numbers stand, rising.
  package let ticks: [Double]
  private let step: Double

  /// - Parameter isWhole: it counts; numbers between whole ones mean nothing. The first is marked too.
  package init(_ low: Double, _ high: Double, isWhole: Bool) {
    precondition(low < high)
    let rough = (high - low) / 6
    let power = pow(10, log10(rough).rounded(.down))
    let factor = [1, 2, 5, 10].first { $0 * power >= rough * (1 - 1e-9) }!
    step = isWhole ? max(1, (factor * power).rounded()) : factor * power
    self.low = low
    self.high = high
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step * (1 + 1e-9)).rounded(.down))
    let multiples = first <= last ? (first...last).map { [step] in Double($0) * step } : []
    ticks = isWhole && multiples.first != low ? [low] + multiples : multiples
  }

  /// 0 at `low`, 1 at `high`.
  package func share(_ value: Double) -> Double { (value - low) / (high - low) }

  /// A tick's number, with as many places as the steps want.
  package func text(_ tick: Double) -> String {
    let places = max(0, -Int(log10(step * (1 + 1e-9)).rounded(.down)))
    return Figures.fixed(tick, places)
  }
}
