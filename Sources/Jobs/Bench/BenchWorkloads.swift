import Benchmarks
import Distribution
import SharedLibraries
import Text

/// The workloads, each in the configurations that are asked for.
package struct BenchWorkloads {
  private let settings: BenchSettings
  private let job: Job

  init(_ settings: BenchSettings, on job: Job) {
    self.settings = settings
    self.job = job
  }

  /// From a log to its matrix, by whole processes, and by other programs beside. Throws `Failure` where there is no room
  /// for files.
  package func correlate(_ log: PipelineLog, versus peers: [Peer] = []) throws -> BenchEntry {
    try BenchPipeline(log, versus: peers, settings).entry()
  }

  /// Means of random matrices; where it grows, so many tasks for each worker. Throws `Failure` for a task to fail that
  /// there is not.
  package func average(tasks: Int, matrices: Int, order: Int, grows: Bool = false) throws -> BenchEntry {
    let seed = settings.seed
    let problem = "\(tasks) tasks of \(Figures.grouped(matrices)) matrices of order \(order)"
    if grows {
      return try growingEntry(problem) {
        Average(tasks: $0 * tasks, matricesPerTask: matrices, order: order, seed: seed)
      }
    }
    return try entry(problem, sizes: "matrices a task", upTo: matrices) {
      Average(tasks: tasks, matricesPerTask: $0, order: order, seed: seed)
    }
  }

  /// The integral of sin(x + y); where it grows, so many points for each worker, as near as a square has it. Throws as
  /// `average`.
  package func integrate(points: Int, grows: Bool = false) throws -> BenchEntry {
    let problem = "\(Figures.grouped(points)) x \(Figures.grouped(points)) points"
    if grows {
      return try growingEntry(problem) {
        Integral(n: Int((Double(points) * Double($0).squareRoot()).rounded()))
      }
    }
    return try entry(problem, sizes: "points a side", upTo: points) { Integral(n: $0) }
  }

  /// Primes among Fibonacci numbers. Throws as `average`, and where there is no GMP.
  package func primes(count: Int) throws -> BenchEntry {
    do throws(MissingLibrary) {
      try SharedLibrary.gmp.open()
    } catch {
      throw Failure(error, for: "bench primes")
    }
    return try entry("the first \(Figures.grouped(count)) Fibonacci numbers", sizes: "numbers", upTo: count) {
      FibonacciPrimes(count: $0)
    }
  }

  /// Inverses of random matrices; where it grows, so many for each worker; of one large matrix, which does not grow, by all
  /// ranks together. Throws as `average`.
  package func inverse(count: Int, order: Int, spd: Bool, grows: Bool = false) throws -> BenchEntry {
    let (seed, method) = (settings.seed, spd ? InverseMethod.cholesky : nil)
    if Self.isOneLarge(count: count, order: order) { return oneInverse(order: order, spd: spd) }
    let matrices = (spd ? "positive definite " : "") + (count == 1 ? "matrix" : "matrices")
    let problem = "\(Figures.grouped(count)) \(matrices) of order \(order)"
    func make(_ count: Int) -> Inverse { Inverse(count: count, order: order, seed: seed, method: method) }
    return grows
      ? try growingEntry(problem) { make($0 * count) }
      : try entry(problem, sizes: "matrices", upTo: count, make)
  }

  /// Is it one matrix, of an order that has no other kernel than LAPACK's?
  package static func isOneLarge(count: Int, order: Int) -> Bool {
    count == 1 && order > InverseMethod.greatestInterleavedOrder
  }

  private func oneInverse(order: Int, spd: Bool) -> BenchEntry {
    let (seed, ranks) = (settings.seed, ranksWithScaLAPACK)
    func subject(_ order: Int) -> SingleInverse {
      SingleInverse(
        order: order, seed: seed, positiveDefinite: spd, ranks: Set(ranks),
        problem: "1 \(spd ? "positive definite " : "")matrix of order \(order)")
    }
    return BenchEntry(
      subject: subject(order),
      configurations: Configuration.equalParts(ranks: ranks, threads: settings.threadCounts),
      ladder: Ladder(of: "rows", upTo: order, subject))
  }

  /// Without ScaLAPACK, which several ranks need for one inverse, one rank alone.
  private var ranksWithScaLAPACK: [Int] {
    guard settings.mostRanks > 1 else { return settings.ranks }
    do throws(MissingLibrary) {
      try SharedLibrary.scalapack.open()
      return settings.ranks
    } catch {
      let failure = Failure(error, for: "one inverse by several ranks")
      job.tell(["\(failure.message); \(failure.advice ?? ""); it is measured on one rank"])
      return [1]
    }
  }

  /// The product of two matrices.
  package func matmul(order: Int) -> BenchEntry {
    let seed = settings.seed
    return BenchEntry(
      subject: MatrixProduct(order: order, seed: seed),
      configurations: Configuration.equalParts(
        ranks: settings.ranks, threads: settings.threads ?? Self.productThreads(BenchSettings.cores)),
      ladder: Ladder(of: "rows", upTo: order) { MatrixProduct(order: $0, seed: seed) })
  }

  /// 1, 2, 4, ..., the cores, and twice as many.
  private static func productThreads(_ cores: Int) -> [Int] {
    sequence(first: 1) { 2 * $0 }.prefix { $0 < cores } + [cores, 2 * cores]
  }

  /// Messages of so many 64-bit words, in every pattern; a rank alone has no one to talk to.
  package func ring(words: [Int]) -> [BenchEntry] {
    let ranks = settings.ranks.map { max(2, $0) }
    let configurations = ranks.indices.filter { !ranks[..<$0].contains(ranks[$0]) }
      .map { Configuration(.static, ranks: ranks[$0]) }
    var subjects: [any Subject] = [Hello()]
    for pattern in MessagePattern.allCases {
      for words in words {
        subjects.append(
          MessagePassing(
            "\(pattern.rawValue), \(Figures.grouped(8 * words)) bytes", words: words, hops: pattern.hops
          ) { words, ranks in
            MessageRounds(pattern, words: words, on: ranks as! Communicator)
          })
      }
    }
    return subjects.map { BenchEntry(subject: $0, configurations: configurations) }
  }

  /// A workload of tasks, in every configuration.
  ///
  /// - Parameters:
  ///   - unit: what `make`'s size counts.
  ///   - size: the full one; smaller ones are run to find from which on distributing pays.
  private func entry<W: Workload>(
    _ problem: String, sizes unit: String, upTo size: Int, _ make: @escaping (Int) -> W
  ) throws -> BenchEntry {
    return BenchEntry(
      subject: try subject(make(size), problem),
      configurations: settings.configurations,
      ladder: Ladder(of: unit, upTo: size) { TaskSubject(make($0), problem: "\($0) \(unit)") })
  }

  /// A workload that grows with the workers, whose number `make` is given; `problem` is that of one.
  private func growingEntry<W: Workload>(_ problem: String, _ make: (Int) -> W) throws -> BenchEntry {
    let configurations = settings.configurations
    let title = "\(problem) for each worker"
    _ = try subject(make(1), title)
    return BenchEntry(
      subject: try GrowingSubject(problem: title, configurations) { try subject(make($0), title) },
      configurations: configurations)
  }

  private func subject<W: Workload>(_ workload: W, _ problem: String) throws -> TaskSubject<W> {
    if let task = settings.failTask, !(0..<workload.taskCount).contains(task) {
      throw Failure(
        .usage, "--fail-task is \(task); \(W.name) has the tasks 0 to \(workload.taskCount - 1)")
    }
    return TaskSubject(
      workload, problem: problem, failing: settings.failTask, keepsGoing: settings.keepsGoing)
  }
}

extension MessageRounds: MessageExchange {}
