import ArgumentParser

/// `velibcorr bench`: the workloads of courses on parallel computing, timed.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time a workload: when does distributing it pay, and what does that cost?",
    discussion: """
      Each workload is run serially, by threads and, with --ranks, over MPI ranks, in turns, until the \
      confidence interval of its median time is narrow; every result is verified.

      The table of a workload is printed when it is done, in blocks as wide as the terminal. It has the time of a trial, which ends when the last rank is done: median, \
      its 95 % confidence interval, and, where there is room, minimum, 99th percentile, maximum; what was verified; rates, the share of the \
      machine's peak (multiply-adds of registers on the same ranks and threads; for messages, one thread's copies); speed-up S over the serial run and its interval, efficiency S / p of \
      p workers, the serial fraction (1 / S - 1 / p) / (1 - 1 / p) of Karp and Flatt where there is a gain, where the time of the workers went. \
      It pays where the interval of the speed-up lies above 1, and is not decided where it holds 1; smaller sizes then tell from which on. \
      The load by other programs is measured, and told where it is more than 5 % of the cores. Ctrl-C keeps what is finished.

      Examples:
        velibcorr bench correlate --ranks 1,2 --threads 1,2
        velibcorr bench inverse --count 100000 --ranks 1,2 --threads 1,2
        velibcorr bench integrate --ranks 1,2,4 --threads 1 --csv times.csv
        velibcorr bench average --json today.json --baseline yesterday.json

      Exit codes: 0 done and all results right, 64 usage, 65 a baseline that cannot be read, 69 no MPI launcher or no more threads, \
      70 a wrong result or a failed task, 73 output can't be created, 74 I/O error, 75 a rank was lost, \
      130/143 interrupted.
      """,
    subcommands: [
      BenchCorrelate.self, BenchInverse.self, BenchAverage.self, BenchIntegrate.self, BenchMatmul.self,
      BenchPrimes.self,
      BenchRing.self,
      BenchSuite.self,
    ])
}
