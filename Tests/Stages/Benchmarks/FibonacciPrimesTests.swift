import Benchmarks
import Testing
import WholeNumbers

@Suite("primes: the primes among the first Fibonacci numbers")
struct FibonacciPrimesTests {
  @Test("the course's numbers by default: 5,000, among them 23 primes, F(3) = 2 the first")
  func defaults() throws {
    let workload = FibonacciPrimes()
    #expect(workload.amount == Amount(items: 5000, unit: "numbers"))
    #expect(workload.taskCount == 5000)
    let results = try workload.serialResults()
    let expected = [
      3, 4, 5, 7, 11, 13, 17, 23, 29, 43, 47, 83, 131, 137, 359, 431, 433, 449, 509, 569, 571, 2971, 4723,
    ]
    #expect(workload.indices(results) == expected)
    let verdict = workload.verify(results)
    #expect(verdict.passed)
    #expect(verdict.remarks == ["23 primes, the last is F(4723)"])
  }

  @Test("F(i) is what addition makes of it, and prime if nothing divides it", arguments: 1...45)
  func twin(index: Int) {
    var (a, b) = (0, 1)
    for _ in 0..<index { (a, b) = (b, a + b) }
    let isPrime = a > 1 && !(2..<max(2, Int(Double(a).squareRoot()) + 1)).contains { a % $0 == 0 }
    let number = BigNumber()
    number.setToFibonacci(index)
    #expect(number.isPrime == isPrime)
  }

  @Test("any count", arguments: [(1, 0), (2, 0), (3, 1), (4, 2), (570, 20), (571, 21)])
  func counts(count: Int, primes: Int) throws {
    let workload = FibonacciPrimes(count: count)
    let results = try workload.serialResults()
    #expect(workload.indices(results).count == primes)
    #expect(workload.verify(results).passed)
  }

  @Test("one prime, none: said in words")
  func words() throws {
    for (count, words) in [(2, "0 primes"), (3, "1 prime, the last is F(3)")] {
      let workload = FibonacciPrimes(count: count)
      #expect(workload.verify(try workload.serialResults()).remarks == [words])
    }
  }

  private static let faults: [(String, @Sendable (BigNumber) -> Bool)] = [
    ("no number is prime", { _ in false }),
    ("every number is prime", { _ in true }),
    (
      "a test of another number",
      { number in
        number.setToFibonacci(571)
        return number.isPrime
      }
    ),
    ("primes and composites exchanged", { !$0.isPrime }),
  ]

  @Test("a broken test fails", arguments: faults.indices)
  func broken(fault: Int) throws {
    let workload = FibonacciPrimes(count: 600, isPrime: Self.faults[fault].1)
    #expect(!workload.verify(try workload.serialResults()).passed, "\(Self.faults[fault].0)")
  }

  @Test("one index missed or one too many fails")
  func one() throws {
    let workload = FibonacciPrimes(count: 600)
    for task in [568, 569] {
      let results = try workload.serialResults()
      results.write(task) { $0[0] = 1 - $0[0] }
      let verdict = workload.verify(results)
      #expect(verdict.value == 1)
      #expect(!verdict.passed)
    }
  }
}
