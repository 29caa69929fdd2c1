import Benchmarks

/// The most that the machine can do, beside what a run of benchmarks gets.
struct BenchPeaks {
  /// To be timed.
  let cases: [Case]
  private let configurations: [Configuration]
  private let sizes: [Int]

  /// Multiply-adds on the ranks and threads of each case that counts operations; copies of each size of messages.
  init(of cases: [Case]) {
    let counted = cases.filter { $0.subject.amount($0.configuration).flops != nil }.map(\.configuration)
    configurations = Set(counted.map { Configuration(.static, ranks: $0.ranks, threads: $0.threads) })
      .sorted { ($0.ranks, $0.threads) < ($1.ranks, $1.threads) }
    sizes = Set(cases.compactMap { Self.messageSize($0) }).sorted()
    let rate = PeakRate()
    self.cases =
      configurations.map { Case(rate, $0, PeakRate.plan) }
      + sizes.map { Case(PeakCopy(bytes: $0), .serial, PeakRate.plan) }
  }

  /// The peak of each case, from the trials of `cases`.
  func rates(_ results: some Sequence<CaseTrials>) -> (Case) -> Double? {
    let rates = zip(configurations, results).map { ($0, $1.seconds) }.filter { !$1.isEmpty }
    let copies = Dictionary(
      uniqueKeysWithValues: zip(cases, results).dropFirst(configurations.count).compactMap { timed, result in
        let amount = timed.subject.amount(timed.configuration)
        return result.seconds.min().map { (Self.messageSize(timed)!, amount.bytes! / $0) }
      })
    return { timed in
      if let size = Self.messageSize(timed) { return copies[size] }
      return PeakRate.flops(workers: timed.configuration.workers, of: rates)
    }
  }

  private static func messageSize(_ timed: Case) -> Int? {
    let amount = timed.subject.amount(timed.configuration)
    return amount.bytes.map { Int($0) / amount.items }
  }
}
