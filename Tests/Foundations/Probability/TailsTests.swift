import Probability
import Testing

@Suite("Probability: tails and quantiles of R's mathematics library")
struct TailsTests {
  /// Digits of R 4.2: `options(digits = 15)`; both compute the same, so only the printing rounds.
  private static func isNear(_ value: Double, _ expected: Double) -> Bool {
    (value - expected).magnitude <= 1e-13 * expected.magnitude
  }

  @Test("beta: a uniform's tails are x and 1 - x, and small tails keep their digits")
  func beta() {
    #expect(Self.isNear(Beta(1, 1).lowerTail(0.25), 0.25))
    #expect(Self.isNear(Beta(1, 1).upperTail(0.25), 0.75))
    // I_x(a, 1) = x^a.
    #expect(Self.isNear(Beta(50, 1).lowerTail(0x1p-10), 0x1p-500))
    // 1 - I_x(1, b) = (1 - x)^b.
    #expect(Self.isNear(Beta(1, 40).upperTail(1 - 0x1p-20), 0x1p-800))
  }

  @Test("normal: half above the mean, 2.5 % above 1.96")
  func normal() {
    #expect(Normal.upperTail(0) == 0.5)
    #expect(Self.isNear(Normal.upperTail(1.959963984540054), 0.025))
    #expect(Normal.upperTail(-40) == 1)
  }

  @Test("binomial: the least count with so much probability at or below it")
  func binomial() {
    // P(X <= 0) = 1/64, P(X <= 1) = 7/64.
    let coin = Binomial(trials: 6, probability: 0.5)
    #expect(coin.quantile(1.0 / 64) == 0)
    #expect(coin.quantile(1.1 / 64) == 1)
    #expect(coin.quantile(0.5) == 3)
    #expect(coin.quantile(1) == 6)
  }

  @Test("rank sum: each of the 10 orders of 2 and 3 values is as probable, and the tails have all of it")
  func rankSum() {
    let u = MannWhitneyU(2, 3)
    // U = 0 ... 6 in 1, 1, 2, 2, 2, 1, 1 orders.
    for (value, orders) in zip(0..., [1.0, 2, 4, 6, 8, 9, 10]) {
      #expect(Self.isNear(u.lowerTail(Double(value)), orders / 10))
      #expect((u.upperTail(Double(value)) - (1 - orders / 10)).magnitude < 1e-15)
    }
  }
}
