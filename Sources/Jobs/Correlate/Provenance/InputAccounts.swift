import Distribution
import Ingestion

/// The rows that were read of an input, and the times of its records.
struct InputAccount {
  var counts = RowCounts()
  var span = TimeSpan()

  static func += (a: inout InputAccount, b: InputAccount) {
    a.counts += b.counts
    a.span += b.span
  }
}

/// The accounts of all inputs, of all ranks together.
struct InputAccounts {
  private let accounts: [InputAccount]

  /// `mine`: by number of the input, those of this rank. Collective.
  init(_ mine: [Int: InputAccount], inputs: Int, on job: Job) {
    var accounts = [InputAccount](repeating: InputAccount(), count: inputs)
    // Of each: the number of the input, the counts, and the times.
    let length = RowCounts().numbers.count
    let words = mine.sorted { $0.key < $1.key }.flatMap { number, account in
      [Int64(number)] + account.counts.numbers
        + account.span.numbers.map { Int64($0) }
    }
    let all = job.communicator.concatenate(words)
    let size = 1 + length + TimeSpan.numberCount
    for start in stride(from: 0, to: all.count, by: size) {
      let numbers = Array(all[start + 1..<start + 1 + length])
      let times = all[start + 1 + length..<start + size].map { Int($0) }
      accounts[Int(all[start])] += InputAccount(counts: RowCounts(numbers), span: TimeSpan(times))
    }
    self.accounts = accounts
  }

  subscript(_ input: Int) -> InputAccount { accounts[input] }
}
