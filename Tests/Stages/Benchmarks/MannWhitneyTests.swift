import Benchmarks
import Glibc
import Testing

/// U and p are those of `wilcox.test` in R 4.2; p to a relative 1e-12, for a few dozen roundings on the way.
@Suite("MannWhitneyTest, Comparison: do two samples differ?")
struct MannWhitneyTests {
  private static func expect(_ test: MannWhitneyTest, u: Double, p: Double) {
    #expect(test.u == u)
    #expect(abs(test.p - p) <= 1e-12 * p)
  }

  @Test("few values, none equal: exact, on either side of the mean")
  func exact() {
    let (a, b) = ([1.1, 2.2, 3.3, 4.4, 5.5], [0.9, 2.1, 6.1, 7.2, 8.3, 9.4])
    Self.expect(MannWhitneyTest(a, b), u: 9, p: 0.32900432900432897)
    Self.expect(MannWhitneyTest(b, a), u: 21, p: 0.32900432900432897)
    #expect(MannWhitneyTest(a, b).superiority == 0.3)
  }

  @Test("samples that do not overlap: the least p there is, 2 / C(20, 10)")
  func apart() {
    let test = MannWhitneyTest((1...10).map { Double($0) / 7 }, (20...29).map(Double.init))
    Self.expect(test, u: 0, p: 2 / 184_756.0)
    #expect(test.superiority == 0)
  }

  @Test("equal values share their rank, and the variance allows for them")
  func ties() {
    Self.expect(
      MannWhitneyTest([1, 2, 2, 3, 5, 5, 5], [2, 3, 4, 5, 6, 6, 8, 9]), u: 13, p: 0.088652821162604339)
  }

  @Test("many values: by the normal distribution")
  func asymptotic() {
    let a = (1...60).map { Double($0) * Double($0).squareRoot() }
    let b = (1...55).map { Double($0) * Double($0).squareRoot() + 7.25 }
    let test = MannWhitneyTest(a, b)
    #expect(test.u == 1733)
    #expect(abs(test.p - 0.64414491476908797) <= 1e-12)
  }

  @Test("exact below fifty values, by the normal distribution from fifty on")
  func fifty() {
    func both(_ count: Int) -> (found: MannWhitneyTest, normal: Double) {
      let found = MannWhitneyTest((1...count).map { Double(2 * $0) }, (1...count).map { Double(2 * $0 + 5) })
      let pairs = Double(count * count)
      let deviation = (pairs / 12 * Double(2 * count + 1)).squareRoot()
      return (found, erfc((pairs / 2 - found.u - 0.5) / deviation / 2.0.squareRoot()))
    }
    let (exact, normal) = (both(49), both(50))
    #expect(normal.found.u == 1128)
    #expect(abs(normal.found.p - normal.normal) < 1e-12)
    #expect(abs(exact.found.p - exact.normal) > 1e-5)
  }

  @Test("one value each, or all equal: no evidence")
  func none() {
    #expect(MannWhitneyTest([1], [2]).p == 1)
    #expect(MannWhitneyTest([3, 3, 3], [3, 3]).p == 1)
    #expect(MannWhitneyTest([3, 3, 3], [3, 3]).superiority == 0.5)
  }

  @Test("of one distribution, p is below 0.05 in a twentieth of the cases", arguments: [8, 20, 60])
  func size(count: Int) {
    var trials = SyntheticTrials(seed: UInt64(count))
    let cases = 2000
    let rejected = (0..<cases).count { _ in MannWhitneyTest(trials.next(count), trials.next(count)).p < 0.05 }
    // The standard error of the share is 0.0049. An exact p is discrete: at 8 values it rejects less often.
    #expect(Double(rejected) / Double(cases) < 0.05 + 4 * 0.0049)
    #expect(Double(rejected) / Double(cases) > 0.05 - 4 * 0.0049 - 0.01)
  }

  @Test("a tenth slower is seen in trials that scatter by a tenth, and outliers do not hide it")
  func power() {
    var before = SyntheticTrials(median: 1, sigma: 0.1, seed: 4)
    var now = SyntheticTrials(median: 1.1, sigma: 0.1, seed: 5)
    let comparison = Comparison(now.next(50) + [0.1], baseline: before.next(50) + [90])
    #expect(comparison.outcome == .slower)
    // Each median of 50 errs by 1.25 * 0.1 / sqrt 50 = 0.018.
    #expect(abs(comparison.ratio - 1.1) < 4 * 0.026)
  }

  @Test("faster, slower, the same")
  func outcomes() {
    let baseline = (1...10).map { 1 + Double($0) / 100 }
    #expect(Comparison(baseline.map { $0 / 2 }, baseline: baseline).outcome == .faster)
    #expect(Comparison(baseline.map { $0 * 2 }, baseline: baseline).outcome == .slower)
    #expect(Comparison(baseline.map { $0 * 2 }, baseline: baseline).ratio == 2)
    #expect(Comparison(baseline, baseline: baseline).outcome == .same)
    #expect(Comparison([2, 2], baseline: [1, 1]).outcome == .same)
  }

  @Test("tests on several threads at a time do not disturb one another")
  func threads() async {
    let (a, b) = ((1...40).map { Double($0) * 1.01 }, (1...45).map { Double($0) * 1.1 + 0.003 })
    let expected = MannWhitneyTest(a, b)
    await withTaskGroup(of: MannWhitneyTest.self) { group in
      for _ in 0..<50 { group.addTask { MannWhitneyTest(a, b) } }
      for await test in group { #expect(test == expected) }
    }
  }
}
