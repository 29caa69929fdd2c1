import ArgumentParser
import Jobs

struct BenchAverage: BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "average",
    abstract: "Average random matrices.",
    discussion: """
      Each of --tasks tasks makes --matrices random matrices of --order rows, elements uniform in [0, 1), and returns \
      their mean: much to compute and little to send, the case in which distributing pays best. The numbers come from a generator \
      that can begin anywhere (SplitMix64 addressed by position), so every schedule adds the same ones. Verified: each mean's distance \
      from 1/2 in standard errors, at most 7; the last task is made again number by number and must be the same to the bit.

      Example:
        velibcorr bench average --ranks 1,2 --threads 1
      """)

  @Option(help: ArgumentHelp("Number of tasks.", valueName: "n"))
  var tasks = 10

  @Option(help: ArgumentHelp("Matrices of each task.", valueName: "n"))
  var matrices = 100_000

  @Option(help: ArgumentHelp("Rows of each matrix.", valueName: "n"))
  var order = 10

  @OptionGroup(title: "Scaling") var scaling: BenchScalingOptions
  @OptionGroup(title: "Running") var running: BenchRunningOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  func validate() throws {
    if tasks < 1 { throw ValidationError("--tasks is \(tasks); it must be at least 1") }
    if matrices < 1 { throw ValidationError("--matrices is \(matrices); it must be at least 1") }
    if !(1...1000).contains(order) { throw ValidationError("--order is \(order); it can be 1 to 1000") }
  }

  func entries(_ workloads: BenchWorkloads) throws -> [BenchEntry] {
    [try workloads.average(tasks: tasks, matrices: matrices, order: order, grows: scaling.weak)]
  }
}
