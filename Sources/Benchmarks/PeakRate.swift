import LinearAlgebra
import Workers

/// What the machine can do at most, as far as a program gets it: products of matrices by OpenBLAS that fit into each
/// core's cache, on every thread of every rank at once. Rates of workloads are told as shares of it.
package final class PeakRate: Subject {
  package let name = "peak"
  package let problem = "products of matrices of order \(order)"
  package let usesBLASThreads = false
  package let failures: [TaskFailure] = []
  private var worst = Greatest()

  /// Three matrices of 1 MiB.
  private static let order = 360
  private static let products = 16
  private static let ones = Matrix(Array(repeating: 1, count: order * order), columns: order)

  package init() {}

  package func amount(_ configuration: Configuration) -> Amount {
    let n = Double(Self.order)
    let products = configuration.workers * Self.products
    return Amount(items: products, unit: "products", flops: Double(products) * 2 * n * n * n)
  }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {}

  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) throws -> RankTimes {
    let errors = try concurrently(configuration.threads) { _ in Self.multiply() }
    for error in errors { worst.take(error) }
    var times = RankTimes()
    times.arrival = seconds(start, .now)
    times.computing = times.arrival
    return times
  }

  /// All elements being 1, the sums of n of them are exact.
  package func verdict() -> Verdict { Verdict("|A B - n|", value: worst.value, limit: 0) }

  private static func multiply() -> Double {
    var result = Matrix(rows: order, columns: order)
    for _ in 0..<products { multiplyRows(of: ones, 0..<order, by: ones, 0..<order, into: &result) }
    return (result[order / 2, order / 3] - Double(order)).magnitude
  }
}
