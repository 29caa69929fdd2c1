import Benchmarks
import Testing

@Suite("average: the means of random matrices, and the numbers they are made of")
struct AverageTests {
  @Test("the numbers are those of SplitMix64")
  func reference() {
    // The first five of its reference implementation for the seed 1234567.
    let stream = UniformStream(key: 1_234_567)
    #expect(
      (1...5).map(stream.bits) == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test(
    "many numbers at once are those made one by one, to the bit, from any place", arguments: [0, 1, 12345])
  func fill(first: Int) {
    let stream = UniformStream(seed: 1)
    for count in [0, 1, 7, 8, 9, 100] {
      #expect(stream.numbers(from: first, count: count) == (0..<count).map { stream[first + $0] })
    }
  }

  @Test("a sum of matrices is that of the numbers one by one, to the bit", arguments: [1, 3, 8, 100])
  func sum(size: Int) {
    let stream = UniformStream(seed: 2)
    var (sums, expected) = ([Double](repeating: -1, count: size), [Double](repeating: 0, count: size))
    for m in 0..<50 {
      for e in 0..<size { expected[e] += stream[77 + m * size + e] }
    }
    var span = sums.mutableSpan
    stream.sum(from: 77, count: 50, into: &span)
    #expect(sums == expected)
  }

  @Test("the course's by default: 10 tasks of 100,000 matrices of 10 x 10")
  func defaults() throws {
    let workload = Average(seed: 3)
    #expect(workload.taskCount == 10)
    #expect(workload.amount == Amount(items: 1_000_000, unit: "matrices", flops: 1e8))
    let results = try workload.serialResults()
    #expect(workload.verify(results).passed)
    // Seven standard errors of a mean of a million.
    #expect(workload.mean(results).allSatisfy { abs($0 - 0.5) < 7 / (12 * 1e6).squareRoot() })
  }

  @Test("tasks have numbers of their own; other seeds are other numbers")
  func tasks() throws {
    let workload = Average(tasks: 3, matricesPerTask: 20, order: 2, seed: 4)
    let results = try workload.serialResults()
    let means = (0..<3).map { task in results.read(task) { $0[0] } }
    #expect(Set(means).count == 3)
    let other = try Average(tasks: 3, matricesPerTask: 20, order: 2, seed: 5).serialResults()
    #expect(other.read(0) { $0[0] } != means[0])
  }

  private static let faults: [(String, Average.SumKernel)] = [
    ("always 1/2", { _, _, count, sums in for i in sums.indices { sums[i] = Double(count) / 2 } }),
    ("one matrix left out", { $0.sum(from: $1, count: $2 - 1, into: &$3) }),
    (
      "the same numbers for every task",
      { stream, _, count, sums in stream.sum(from: 0, count: count, into: &sums) }
    ),
    ("not a number", { _, _, _, sums in for i in sums.indices { sums[i] = .nan } }),
  ]

  @Test("a broken kernel fails", arguments: faults.indices)
  func broken(fault: Int) throws {
    let workload = Average(tasks: 3, matricesPerTask: 1000, order: 3, seed: 6, kernel: Self.faults[fault].1)
    #expect(!workload.verify(try workload.serialResults()).passed, "\(Self.faults[fault].0)")
  }
}
