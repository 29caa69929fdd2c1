import Benchmarks
import Foundation
import Testing

@Suite("A broken kernel does not get through to the tables as right")
struct FaultyKernelTests {
  private static let plan: TrialPlan = {
    var plan = TrialPlan()
    plan.maximumTrials = 6
    return plan
  }()

  private static func row(_ subject: any Subject, spoils: Bool = false) throws -> BenchTables.Row {
    nonisolated(unsafe) let subject = subject
    let timed = Case(subject, .serial, plan)
    nonisolated(unsafe) let cases = [timed]
    let trials = try ThreadRanks.run(1) { try TrialRunner(cases, spoils: spoils, on: $0).run { _ in } }[0]
      .get()
    return BenchTables.Row(timed, trials[0], serial: nil, peak: nil)
  }

  @Test("a number of the result that is changed behind the kernel's back is found")
  func spoiled() throws {
    let subjects: [any Subject] = [
      TaskSubject(Inverse(count: 20, order: 5, seed: 1), problem: ""),
      TaskSubject(Inverse(count: 2, order: 40, seed: 1, method: .cholesky), problem: ""),
      TaskSubject(Average(tasks: 2, matricesPerTask: 100, order: 3, seed: 1), problem: ""),
      TaskSubject(Integral(n: 100), problem: ""), TaskSubject(FibonacciPrimes(count: 50), problem: ""),
      MatrixProduct(order: 50, seed: 1), SingleInverse(order: 50, seed: 1, ranks: [1], problem: ""), Hello(),
    ]
    for subject in subjects {
      #expect(try Self.row(subject).passed, "\(subject.name)")
      #expect(try !Self.row(subject, spoils: true).passed, "\(subject.name)")
    }
  }

  @Test("an inverse with an element that is off by 1e-9")
  func inverse() throws {
    let right = Inverse(count: 20, order: 5, seed: 1)
    let wrong = Inverse(count: 20, order: 5, matrices: right.matrices) {
      let kernel = right.makeWorker()
      return { matrices, inverses in
        kernel(matrices, &inverses)
        inverses[7] *= 1 + 1e-9
      }
    }
    #expect(try Self.row(TaskSubject(right, problem: "")).passed)
    #expect(try !Self.row(TaskSubject(wrong, problem: "")).passed)
  }

  @Test("a row of the integral that is off by 1e-6")
  func integral() throws {
    #expect(try Self.row(TaskSubject(Integral(n: 100), problem: "")).passed)
    let wrong = Integral(n: 100) { offset, step, count in
      (0..<count).reduce(1e-6) { $0 + sin(offset + (Double($1) + 0.5) * step) }
    }
    #expect(try !Self.row(TaskSubject(wrong, problem: "")).passed)
  }

  @Test("a mean with one matrix left out")
  func average() throws {
    let wrong = Average(tasks: 2, matricesPerTask: 100, order: 3, seed: 1) {
      $0.sum(from: $1, count: $2 - 1, into: &$3)
    }
    #expect(
      try Self.row(TaskSubject(Average(tasks: 2, matricesPerTask: 100, order: 3, seed: 1), problem: ""))
        .passed)
    #expect(try !Self.row(TaskSubject(wrong, problem: "")).passed)
  }
}
