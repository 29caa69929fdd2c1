import ArgumentParser
import Benchmarks
import Jobs

struct BenchPrimes: BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "primes",
    abstract: "Find the primes among Fibonacci numbers.",
    discussion: """
      Tests F(1) ... F(--count) by GMP, a task a number (a Baillie-PSW test and one of Miller and Rabin's; every number is \
      tested, also where its index tells that it is composite). The tasks cost very unequally: most numbers have a small \
      factor, the others take up to some milliseconds, the last ones most, so that with equal shares the last worker has most to \
      do. Tasks that are handed out one by one (dynamic) share the work evenly. Verified: the indices of the primes against \
      OEIS A001605, 23 of them among the first 5,000.

      Example:
        velibcorr bench primes --ranks 1,2 --threads 1 --schedule static,dynamic
      """)

  @Option(help: ArgumentHelp("How many of the Fibonacci numbers.", valueName: "n"))
  var count = 5000

  @OptionGroup(title: "Running") var running: BenchRunningOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  func validate() throws {
    if !(1...FibonacciPrimes.greatestCount).contains(count) {
      throw ValidationError("--count is \(count); it can be 1 to \(FibonacciPrimes.greatestCount)")
    }
  }

  func entries(_ workloads: BenchWorkloads) throws -> [BenchEntry] { [try workloads.primes(count: count)] }
}
