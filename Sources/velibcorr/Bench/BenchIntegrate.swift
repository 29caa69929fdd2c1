import ArgumentParser
import Jobs

struct BenchIntegrate: BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "integrate",
    abstract: "Integrate sin(x + y) over a square.",
    discussion: """
      The double integral of sin(x + y) over [0, pi]^2 by the midpoint rule with --points^2 points, a sine at each, by the C library's \
      vector sine. A task is 100 rows of points; all tasks cost the same, so that equal shares are as good as tasks that are handed out. \
      Verified: the integral, which is 0, and each row against its closed form, within 1e-9.

      Example:
        velibcorr bench integrate --ranks 1,2 --threads 1 --schedule static,dynamic
      """)

  @Option(help: ArgumentHelp("Points along each side.", valueName: "n"))
  var points = 10_000

  @OptionGroup(title: "Scaling") var scaling: BenchScalingOptions
  @OptionGroup(title: "Running") var running: BenchRunningOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  func validate() throws {
    if !(1...1_000_000).contains(points) {
      throw ValidationError("--points is \(points); it can be 1 to 1000000")
    }
  }

  func entries(_ workloads: BenchWorkloads) throws -> [BenchEntry] {
    [try workloads.integrate(points: points, grows: scaling.weak)]
  }
}
