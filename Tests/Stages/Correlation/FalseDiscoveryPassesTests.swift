import CCorrelation
import Correlation
import Glibc
import TestSupport
import Testing

@Suite("The passes that Benjamini-Hochberg q takes")
struct FalseDiscoveryPassesTests {
  @Test("a key may be in an open cell from either side of it, within its margin")
  func openCells() throws {
    var histogram = FalseDiscovery.Histogram()
    let keys = (0..<3_000).map { 0.2 + 1e-8 * Double($0) }
    keys.withUnsafeBufferPointer { histogram.add($0) }
    let discovery = FalseDiscovery(histogram, listed: [keys[1_000]]) {
      Significance.p(ofCorrelation: $0, bins: 24)
    }
    let open = FalseDiscovery.OpenCells(try #require(discovery.pass))
    /// Where the cells begin, or end, between two keys.
    func edge(_ outside: Double, _ inside: Double) -> Double {
      var (outside, inside) = (outside, inside)
      for _ in 0..<50 {
        let middle = (outside + inside) / 2
        if open.mayHold(middle, margin: 0) { inside = middle } else { outside = middle }
      }
      return inside
    }
    let (lower, upper) = (edge(0.1, 0.2), edge(0.3, 0.2))
    #expect(open.mayHold(0.2, margin: 0) && lower < 0.2 && upper > 0.2)
    #expect(open.mayHold(lower - 1e-7, margin: 2e-7) && !open.mayHold(lower - 1e-6, margin: 2e-7))
    #expect(open.mayHold(upper + 1e-7, margin: 2e-7) && !open.mayHold(upper + 1e-6, margin: 2e-7))
  }

  @Test("grouped keys are the same keys, cell by cell", arguments: [0, 1, 2, 100_000])
  func grouping(count: Int) {
    var random = SeededGenerator(seed: 72)
    var keys: [Double] = [.infinity, 0, 1e300]
    for i in 0..<count {
      keys.append(i % 3 == 0 ? Double(i % 50) : -log(Double.random(in: 0..<1, using: &random)))
    }
    var grouped = keys
    FalseDiscovery.Sweep(span: 64).group(&grouped)
    #expect(grouped.sorted() == keys.sorted())
    let width = 64 / Double(VELIBCORR_KEY_CELLS)
    #expect(zip(grouped, grouped.dropFirst()).allSatisfy { min($0, 64) < min($1, 64) + width })
  }

  @Test("strongly correlated pairs: the top with a few per cent more needs no second pass, else one")
  func top() {
    let stream = KeyKind.correlated.stream(400_000, seed: 71)
    let listed = stream.greatest(20_000)
    let (bare, generous) = (stream.outcome(listed: listed), stream.outcome(listed: listed, known: 21_000))
    #expect((generous.passes, bare.passes, bare.splits) == (0, 1, 0))
    #expect(generous.q == bare.q)
    #expect(generous.q == stream.definition(listed: listed))
  }

  @Test("pairs without correlation: all q are about 1, and one pass more tells")
  func null() {
    var stream = KeyKind.null.stream(100_000, seed: 72)
    stream.limit = 10_000
    let listed = stream.greatest(1_000)
    let found = stream.outcome(listed: listed)
    #expect(found.passes <= 2)
    #expect(found.q == stream.definition(listed: listed))
  }

  @Test("few values, very often: extremes of cells settle them in the first pass")
  func ties() {
    var stream = KeyKind.ties.stream(100_000, seed: 73)
    (stream.limit, stream.keepsExtremes) = (100, true)
    let listed = stream.anywhere(500)
    #expect(stream.outcome(listed: listed).passes == 0)
    // Without them one pass of parts does it.
    stream.keepsExtremes = false
    let found = stream.outcome(listed: listed)
    #expect((found.passes, found.splits) == (1, 1))
    #expect(found.q == stream.definition(listed: listed))
  }

  @Test("a limit of one key still ends, by splitting down to single doubles", arguments: KeyKind.allCases)
  func limit(kind: KeyKind) {
    var stream = kind.stream(4_000, seed: 74)
    stream.limit = 1
    let listed = stream.greatest(40)
    let found = stream.outcome(listed: listed)
    // 8 parts a bracket, 3 bits of at most 62 each.
    #expect(found.passes <= 21)
    #expect(found.q == stream.definition(listed: listed))
  }

  @Test("keys of 0 at once are as if added one by one", arguments: [KeyKind.zeros, .mixed], [1, 100_000])
  func zeros(kind: KeyKind, limit: Int) {
    let stream = kind.stream(3_000, seed: 76)
    let others = stream.keys.filter { $0 != 0 }
    func q(_ keys: [Double], zeros: Int, extremes: Bool) -> [Double] {
      func add(to accumulator: inout some KeyAccumulator) {
        keys.withUnsafeBufferPointer { accumulator.add($0) }
      }
      var histogram = FalseDiscovery.Histogram()
      var sweep = FalseDiscovery.Sweep(span: 1)
      add(to: &histogram)
      histogram.add(zeros: zeros)
      add(to: &sweep)
      sweep.add(zeros: zeros)
      let listed = stream.anywhere(300)
      var discovery =
        extremes
        ? FalseDiscovery(sweep, listed: listed, limit: limit, p: stream.p)
        : FalseDiscovery(histogram, listed: listed, limit: limit, p: stream.p)
      while var pass = discovery.pass {
        add(to: &pass)
        pass.add(zeros: zeros)
        discovery.finish(pass)
      }
      return listed.map { discovery.q(of: $0) }
    }
    for extremes in [false, true] {
      #expect(
        q(others, zeros: stream.keys.count - others.count, extremes: extremes)
          == q(stream.keys, zeros: 0, extremes: extremes))
    }
  }

  @Test("a pass that collects takes no more than the limit")
  func bounded() {
    let stream = KeyKind.mixed.stream(50_000, seed: 75)
    var histogram = FalseDiscovery.Histogram()
    stream.keys.withUnsafeBufferPointer { histogram.add($0) }
    for limit in [1, 30, 1_000, 20_000] {
      var discovery = FalseDiscovery(histogram, listed: stream.greatest(500), limit: limit, p: stream.p)
      while var pass = discovery.pass {
        stream.keys.withUnsafeBufferPointer { pass.add($0) }
        if pass.collects { #expect(pass.values.count <= limit) }
        discovery.finish(pass)
      }
    }
  }

  @Test("misuse is refused")
  func refused() async {
    await #expect(processExitsWith: .failure) {
      // q before the last pass.
      _ = Self.discovery(known: []).q(of: 0.75)
    }
    await #expect(processExitsWith: .failure) {
      // Another stream in the second pass.
      var discovery = Self.discovery(known: [])
      var pass = discovery.pass!
      [0.75].withUnsafeBufferPointer { pass.add($0) }
      discovery.finish(pass)
    }
    await #expect(processExitsWith: .failure) {
      // A known key that is not in the stream.
      _ = Self.discovery(known: [0.9, 0.75])
    }
    await #expect(processExitsWith: .failure) {
      // Known keys without one that is greater than the least.
      _ = Self.discovery(known: [0.1])
    }
    await #expect(processExitsWith: .failure) {
      // Ascending.
      _ = Self.discovery(known: [0.75, 0.75001, 0.1])
    }
    await #expect(processExitsWith: .failure) {
      var histogram = FalseDiscovery.Histogram()
      histogram.merge(FalseDiscovery.Histogram(span: 2))
    }
  }

  /// Three keys, two of them in one cell.
  private static func discovery(known: [Double]) -> FalseDiscovery {
    var histogram = FalseDiscovery.Histogram()
    [0.75, 0.75001, 0.1].withUnsafeBufferPointer { histogram.add($0) }
    return FalseDiscovery(
      histogram, listed: [0.75], known: known.map { FalseDiscovery.Known(key: $0, p: 1 - $0) }, p: { 1 - $0 })
  }

  @Test("three keys, two in one cell, need a second pass: the refusals above are not for want of one")
  func accepted() {
    var discovery = Self.discovery(known: [])
    var pass = discovery.pass!
    let keys: [Double] = [0.75, 0.75001, 0.1]
    keys.withUnsafeBufferPointer { pass.add($0) }
    discovery.finish(pass)
    let q: Double = 0.25 * 3 / 2
    #expect(discovery.q(of: -0.75) == q)
    #expect(Self.discovery(known: [0.75001, 0.75, 0.1]).q(of: 0.75) == q)
  }
}
