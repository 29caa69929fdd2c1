import ArgumentParser

/// `velibcorr bench`: the workloads of courses on parallel computing, timed.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time a workload: when does distributing it pay, and what does that cost?",
    discussion: """
      Each workload is run serially, by threads and, with --ranks, over MPI ranks, in turns, until the \
      confidence interval of its median time is narrow; every result is verified.

      Two tables are printed. The first has the time of a trial, which ends when the last rank is done: median, \
      its 95 % confidence interval, minimum, 99th percentile, maximum; and what was verified. The second has rates, the share of the \
      machine's peak (multiply-adds of registers on the same ranks and threads; for messages, one thread's copies), speed-up S over the serial run, efficiency S / p of \
      p workers, the serial fraction (1 / S - 1 / p) / (1 - 1 / p) of Karp and Flatt, where the time of the workers went, \
      and from which size on distributing pays.

      Examples:
        velibcorr bench inverse
        velibcorr bench inverse --count 100000 --ranks 1,2 --threads 1,2
        velibcorr bench integrate --ranks 1,2,4 --threads 1 --csv times.csv
        velibcorr bench average --json today.json --baseline yesterday.json

      Exit codes: 0 done and all results right, 64 usage, 65 a baseline that cannot be read, 69 no MPI launcher or no more threads, \
      70 a wrong result or a failed task, 73 output can't be created, 74 I/O error, 75 a rank was lost, \
      130/143 interrupted.
      """,
    subcommands: [
      BenchInverse.self, BenchAverage.self, BenchIntegrate.self, BenchMatmul.self, BenchPrimes.self,
      BenchRing.self,
      BenchSuite.self,
    ])
}
