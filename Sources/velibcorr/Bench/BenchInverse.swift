import ArgumentParser
import Jobs

struct BenchInverse: BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "inverse",
    abstract: "Invert random matrices.",
    discussion: """
      Inverts --count random matrices of --order rows, elements uniform in [0, 1). Orders up to 32 are inverted eight \
      at a time, each matrix in one lane of the CPU's vectors, with partial pivoting; larger ones by LAPACK, \
      one after the other (getrf and getri; with --spd, symmetric positive definite matrices by potrf and potri). \
      One matrix above order 32 is inverted with BLAS's threads, over ranks by ScaLAPACK (pdgetrf and pdgetri, pdpotrf \
      and pdpotri), the ranks being a grid over which blocks of the matrix are dealt; that pays across hosts, less within one. Many small matrices show when distributing pays: \
      inverting 100 of 5 x 5 takes less time than it takes to tell another process so. Verified: ||A X - I|| of every inverse in \
      units of n eps ||A|| ||X||, 1-norms, which LAPACK's tests want to be at most 30; singular matrices are counted.

      Examples:
        velibcorr bench inverse                                 100 of 5 x 5
        velibcorr bench inverse --count 100000 --ranks 1,2
        velibcorr bench inverse --count 1 --order 4000 --threads 1,2 --ranks 1,2
      """)

  @Option(help: ArgumentHelp("Number of matrices.", valueName: "n"))
  var count = 100

  @Option(help: ArgumentHelp("Rows of each.", valueName: "n"))
  var order = 5

  @Flag(help: "Symmetric positive definite ones, by Cholesky's factorisation.")
  var spd = false

  @OptionGroup(title: "Scaling") var scaling: BenchScalingOptions
  @OptionGroup(title: "Running") var running: BenchRunningOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  func validate() throws {
    if count < 1 { throw ValidationError("--count is \(count); it must be at least 1") }
    if !(1...20_000).contains(order) { throw ValidationError("--order is \(order); it can be 1 to 20000") }
    guard BenchWorkloads.isOneLarge(count: count, order: order) else { return }
    try requireNoTasks()
    if scaling.weak {
      throw ValidationError("--weak: one matrix of --order \(order) does not grow; give a --count")
    }
  }

  func entries(_ workloads: BenchWorkloads) throws -> [BenchEntry] {
    [try workloads.inverse(count: count, order: order, spd: spd, grows: scaling.weak)]
  }
}
