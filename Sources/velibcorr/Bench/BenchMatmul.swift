import ArgumentParser
import Jobs

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

  @OptionGroup(title: "Running") var running: BenchPlaceOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  func validate() throws {
    if !(1...20_000).contains(order) { throw ValidationError("--order is \(order); it can be 1 to 20000") }
  }

  func entries(_ workloads: BenchWorkloads) -> [BenchEntry] { [workloads.matmul(order: order)] }
}
