import Correlation
import TestSupport

/// Keys streamed as threads and ranks would, and what is held against it: the definition over all of
/// them.
struct KeyStream {
  var keys: [Double]
  var p: @Sendable (Double) -> Double
  var span = 1.0
  var limit = 1 << 19
  /// The q below which pairs are counted.
  var level = 0.0
  /// Accumulators to which the keys are dealt.
  var workers = 1
  /// Decides who gets which key, and the order of merging.
  var seed: UInt64 = 0
  /// Merge by what ranks exchange, counts and values?
  var byFigures = false
  /// Does the first pass keep extremes?
  var keepsExtremes = false

  struct Outcome {
    var q: [Double]
    /// Passes after the first; and how many of them split.
    var passes = 0
    var splits = 0
    /// Pairs with a q below the level.
    var countBelowLevel = 0
    /// The same, each of all pairs by itself.
    var singlyBelowLevel = 0
  }

  /// q of the listed pairs by passes.
  func outcome(listed: [Double], known: Int = 0) -> Outcome {
    let top = keys.lazy.filter { !$0.isNaN }.map(\.magnitude).sorted(by: >).prefix(known)
    let pairs = top.map { FalseDiscovery.Known(key: $0, p: p($0)) }
    var discovery =
      if keepsExtremes {
        FalseDiscovery(
          gathered(FalseDiscovery.Sweep(span: span), 0), listed: listed, known: pairs, level: level,
          limit: limit, p: p)
      } else {
        FalseDiscovery(
          gathered(FalseDiscovery.Histogram(span: span), 0), listed: listed, known: pairs, level: level,
          limit: limit, p: p)
      }
    var outcome = Outcome(q: [])
    while let pass = discovery.pass {
      outcome.passes += 1
      outcome.splits += pass.collects ? 0 : 1
      discovery.finish(gathered(pass, outcome.passes))
    }
    outcome.countBelowLevel = discovery.countBelowLevel
    outcome.singlyBelowLevel = keys.count { !$0.isNaN && discovery.isBelowLevel($0) }
    outcome.q = listed.map { discovery.q(of: $0) }
    return outcome
  }

  private func gathered<A: KeyAccumulator>(_ empty: A, _ pass: Int) -> A {
    var random = SeededGenerator(seed: seed &+ UInt64(pass) << 32)
    var parts = [[Double]](repeating: [], count: workers)
    for key in seed == 0 ? keys : keys.shuffled(using: &random) {
      parts[.random(in: 0..<workers, using: &random)].append(key)
    }
    let accumulators = parts.map { part in
      var accumulator = empty
      part.withUnsafeBufferPointer { accumulator.add($0) }
      return accumulator
    }.shuffled(using: &random)
    return accumulators.dropFirst().reduce(into: accumulators[0]) { sum, next in
      switch next {
      case let sweep as FalseDiscovery.Sweep where byFigures:
        var mine = sum as! FalseDiscovery.Sweep
        mine.merge(counts: sweep.counts, values: sweep.values)
        sum = mine as! A
      case let histogram as FalseDiscovery.Histogram where byFigures:
        var mine = sum as! FalseDiscovery.Histogram
        mine.merge(counts: histogram.counts)
        sum = mine as! A
      default: sum.merge(next)
      }
    }
  }

  /// q of the listed pairs by the definition: all p sorted, a minimum from the end.
  func definition(listed: [Double]) -> [Double] {
    let sorted = keys.filter { !$0.isNaN }.map(\.magnitude).sorted(by: >)
    var q: [Double: Double] = [:]
    var least = 1.0
    for (place, key) in sorted.enumerated().reversed() {
      least = min(least, p(key) * Double(sorted.count) / Double(place + 1))
      // The last of equal keys has the least p M / j, and comes first here.
      q[key] = least
    }
    return listed.map { $0.isNaN ? .nan : q[abs($0)]! }
  }

  /// Keys of K listed pairs: the greatest, or anywhere.
  func greatest(_ count: Int) -> [Double] {
    Array(keys.lazy.filter { !$0.isNaN }.sorted { abs($0) > abs($1) }.prefix(count))
  }

  func anywhere(_ count: Int) -> [Double] {
    var random = SeededGenerator(seed: 99)
    return Array(keys.lazy.filter { !$0.isNaN }.shuffled(using: &random).prefix(count))
  }
}

/// Kinds of keys. Every p falls with the key in floating point too (products and differences round
/// monotonically), so that q must be right to the last bit.
enum KeyKind: String, CaseIterable {
  case null, correlated, mixed, ties, clusters, extremes, allEqual, ones, zeros

  func stream(_ count: Int, seed: UInt64) -> KeyStream {
    var random = SeededGenerator(seed: seed)
    func uniform() -> Double { .random(in: 0..<1, using: &random) }
    func sign() -> Double { Bool.random(using: &random) ? 1 : -1 }
    let complement: @Sendable (Double) -> Double = { max(0, 1 - $0) }
    // As p of r with 24 bins falls, or nearly.
    let eleventh: @Sendable (Double) -> Double = { r in
      let x = max(0, 1 - r * r)
      return x * x * x * x * x * x * x * x * x * x * x
    }
    func keys(_ key: () -> Double) -> [Double] {
      (0..<count).map { _ in uniform() < 0.03 ? .nan : sign() * key() }
    }
    switch self {
    case .null: return KeyStream(keys: keys { uniform() }, p: complement)
    case .correlated: return KeyStream(keys: keys { 1 - 0.6 * uniform() * uniform() }, p: eleventh)
    case .mixed:
      return KeyStream(
        keys: keys { uniform() < 0.9 ? 1 - (1 - uniform()).squareRoot() : 0.95 * uniform() }, p: eleventh)
    case .ties:
      return KeyStream(
        keys: keys { (40 * uniform() * uniform()).rounded(.down) / 7 }, p: { 1 / (1 + $0 * $0) }, span: 8)
    case .clusters:
      // Values closer than any cell, some in neighbouring doubles.
      return KeyStream(
        keys: keys {
          let centre = [0.5, 0.83, 1.0 / 3, 0.9999].randomElement(using: &random)!
          return centre + centre.ulp * (9 * uniform()).rounded(.down)
        }, p: complement)
    case .extremes:
      return KeyStream(
        keys: keys {
          [
            0, .leastNonzeroMagnitude, 0x1p-1030, 1e-200, 1e-5 * uniform(), uniform(), 1, 40 * uniform(), 1e9,
            1e300 * uniform(), .greatestFiniteMagnitude, .infinity,
          ].randomElement(using: &random)!
        }, p: { 1 / (1 + $0) }, span: 3)
    case .allEqual: return KeyStream(keys: keys { 0.7 }, p: eleventh)
    case .ones: return KeyStream(keys: keys { uniform() < 0.4 ? 1 : uniform() }, p: eleventh)
    case .zeros: return KeyStream(keys: keys { uniform() < 0.9 ? 0 : 0.5 * uniform() }, p: complement)
    }
  }
}
