import Foundation
import TestSupport

/// Trials as they are in life: most of them near the least, some far above. Log-normal: exp(mu + sigma z).
struct SyntheticTrials {
  let median: Double
  let sigma: Double
  private var generator: SeededGenerator

  init(median: Double = 0.25, sigma: Double = 0.5, seed: UInt64) {
    self.median = median
    self.sigma = sigma
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> Double {
    // Box and Muller's normal z.
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
    return median * exp(sigma * radius * cos(2 * .pi * .random(in: 0..<1, using: &generator)))
  }

  mutating func next(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }
}
