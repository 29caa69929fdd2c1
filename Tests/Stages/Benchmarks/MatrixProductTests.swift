import Benchmarks
import LinearAlgebra
import Testing

@Suite("matmul: a product of random matrices by BLAS")
struct MatrixProductTests {
  /// What rank 0 says of one run.
  private static func verdict(
    ranks: Int = 1, _ subject: @escaping @Sendable () -> MatrixProduct
  ) throws -> Verdict {
    let configuration = Configuration(.static, ranks: ranks)
    return try ThreadRanks.run(ranks) { ranks in
      let subject = subject()
      subject.prepare(configuration, on: ranks)
      let times = subject.run(configuration, on: ranks, since: .now)
      #expect(times.computing > 0 && times.computing == times.arrival)
      return subject.verdict()
    }[0].get()
  }

  @Test("the course's matrices by default: 3,000 x 3,000, 54 GFLOP")
  func defaults() {
    let subject = MatrixProduct(seed: 1)
    #expect(subject.problem == "the product of two matrices of order 3000")
    #expect(subject.amount(.serial) == Amount(items: 1, unit: "products", flops: 5.4e10))
    #expect(subject.usesBLASThreads)
  }

  @Test("any order on any number of ranks, also more than rows", arguments: [1, 2, 3, 17, 100, 301], 1...4)
  func orders(order: Int, ranks: Int) throws {
    let verdict = try Self.verdict(ranks: ranks) { MatrixProduct(order: order, seed: 2) }
    #expect(verdict.passed, "\(verdict.value)")
    #expect(verdict.limit == 4)
  }

  @Test("what a run has not written is not taken for its result")
  func old() throws {
    let passed = try ThreadRanks.run(1) { alone in
      let subject = MatrixProduct(order: 10, seed: 3)
      _ = subject.run(.serial, on: alone, since: .now)
      let before = subject.verdict().passed
      subject.prepare(.serial, on: alone)
      return [before, subject.verdict().passed]
    }
    #expect(try passed[0].get() == [true, false])
  }

  /// Ways to be wrong, each in a copy of the right product.
  private static let faults: [(String, @Sendable (inout MutableSpan<Double>) -> Void)] = [
    ("one element, by 1e-10", { $0[4321] *= 1 + 1e-10 }),
    ("the last row is 0", { c in for i in c.count - 100..<c.count { c[i] = 0 } }),
    ("two elements swapped", { $0.swapAt(5, 9) }),
    ("one NaN", { $0[7] = .nan }),
    ("one infinite element", { $0[7] = .infinity }),
    ("single precision", { c in for i in c.indices { c[i] = Double(Float(c[i])) } }),
    ("nothing", { c in for i in c.indices { c[i] = 0 } }),
  ]

  @Test("a broken kernel fails", arguments: faults.indices)
  func broken(fault: Int) throws {
    let verdict = try Self.verdict {
      MatrixProduct(order: 100, seed: 4) {
        multiply($0, $1, columns: $2, into: &$3)
        Self.faults[fault].1(&$3)
      }
    }
    #expect(!verdict.passed, "\(Self.faults[fault].0)")
  }

  @Test("a rank that sends another's rows fails")
  func wrongRows() throws {
    let verdict = try Self.verdict(ranks: 2) {
      MatrixProduct(order: 10, seed: 5) { a, b, columns, c in
        multiply(b.extracting(0..<a.count), b, columns: columns, into: &c)
      }
    }
    #expect(!verdict.passed)
  }
}
