import ArgumentParser
import Benchmarks

struct BenchMatmul: BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "matmul",
    abstract: "Multiply two large matrices.",
    discussion: """
      C = A B of matrices of --order rows, elements uniform in [0, 1), by OpenBLAS with --threads threads; over ranks, each \
      multiplies an equal block of rows of A and sends its rows of C to rank 0. Without --threads, BLAS has 1, 2, 4, ... threads, as many as \
      there are cores, and twice as many: more threads than cores gain nothing, and more ranks x threads cost. Verified: \
      |C x - A (B x)| for a random x, row by row, in units of n eps A (B x), at most 4.

      Examples:
        velibcorr bench matmul
        velibcorr bench matmul --ranks 1,2,4 --threads 1,2
      """)

  @Option(help: ArgumentHelp("Rows of each matrix.", valueName: "n"))
  var order = 3000

  @OptionGroup(title: "Running") var running: BenchRunningOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  func validate() throws {
    if !(1...20_000).contains(order) { throw ValidationError("--order is \(order); it can be 1 to 20000") }
    try requireNoTasks()
  }

  func entries(on job: Job) -> [BenchEntry] { [matmul(order: order)] }
}

extension BenchCommand {
  func matmul(order: Int) -> BenchEntry {
    let seed = trials.seed
    let threads = running.threads?.values.map(\.value) ?? Self.defaultThreads(BenchRunningOptions.cores)
    return BenchEntry(
      subject: MatrixProduct(order: order, seed: seed),
      configurations: Configuration.equalShares(ranks: running.ranks.values.map(\.value), threads: threads),
      ladder: Ladder(of: "rows", upTo: order) { MatrixProduct(order: $0, seed: seed) })
  }

  /// 1, 2, 4, ..., the cores, and twice as many.
  static func defaultThreads(_ cores: Int) -> [Int] {
    sequence(first: 1) { 2 * $0 }.prefix { $0 < cores } + [cores, 2 * cores]
  }

  /// For workloads that are no tasks.
  func requireNoTasks() throws {
    let given = [
      ("--schedule", running.schedule != nil), ("--keep-going", running.keepGoing),
      ("--fail-task", running.failTask != nil),
    ]
    if let (option, _) = given.first(where: \.1) {
      throw ValidationError("\(option) does not apply: this workload has no tasks")
    }
  }
}
