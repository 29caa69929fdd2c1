import WholeNumbers

/// The primes among the first Fibonacci numbers, F(1) = F(2) = 1: a task a number, of very unequal cost. Most have a
/// small factor, which is found at once; the others take a power modulo themselves, whose time grows with the cube of
/// the index, and a prime takes several.
///
/// Every number is tested, also where its index shows that it is composite. The result of a task is 1 for a prime,
/// else 0.
package struct FibonacciPrimes: Workload {
  package static let name = "primes"

  /// The indices of the prime Fibonacci numbers (OEIS A001605) up to `greatestCount`.
  package static let knownIndices = [
    3, 4, 5, 7, 11, 13, 17, 23, 29, 43, 47, 83, 131, 137, 359, 431, 433, 449, 509, 569, 571, 2971, 4723, 5387,
    9311, 9677, 14431,
  ]
  /// The greatest index that may be asked for; `knownIndices` is whole up to it.
  package static let greatestCount = 20_000

  /// Numbers tested, F(1) on: one a task.
  package let count: Int
  private let isPrime: @Sendable (BigNumber) -> Bool

  /// - Parameter count: F(1) ... F(count), at most `greatestCount`.
  package init(count: Int = 5000, isPrime: @escaping @Sendable (BigNumber) -> Bool = { $0.isPrime }) {
    precondition((1...Self.greatestCount).contains(count))
    self.count = count
    self.isPrime = isPrime
  }

  package var taskCount: Int { count }

  package var amount: Amount { Amount(items: count, unit: "numbers") }

  package func resultCount(ofTask task: Int) -> Int { 1 }

  /// A number whose memory is used again for each task.
  package func makeWorker() -> BigNumber { BigNumber() }

  package func run(task: Int, with number: BigNumber, into result: inout MutableSpan<Double>) {
    number.setToFibonacci(task + 1)
    result[0] = isPrime(number) ? 1 : 0
  }

  /// The indices of the primes, ascending.
  package func indices(_ results: TaskResults) -> [Int] {
    var indices: [Int] = []
    for task in 0..<count where results.read(task, { $0[0] }) == 1 { indices.append(task + 1) }
    return indices
  }

  /// The indices must be those of the list, each once and no other.
  package func verify(_ results: TaskResults) -> Verdict {
    let found = indices(results)
    let wrong = Set(found).symmetricDifference(Self.knownIndices.prefix { $0 <= count })
    let last = found.last.map { ", the last is F(\($0))" } ?? ""
    return Verdict(
      "indices that differ from OEIS A001605", value: Double(wrong.count), limit: 0,
      remarks: ["\(found.count) \(found.count == 1 ? "prime" : "primes")\(last)"])
  }
}
