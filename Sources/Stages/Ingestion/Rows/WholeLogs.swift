import Synchronization
import Workers

/// Logs of one block, each read whole by one thread.
package struct WholeLogs {
  /// A log among all inputs.
  package typealias Numbered = (number: Int, file: LogFile)

  /// What was read of a log.
  package struct Account: Sendable {
    /// The log's number.
    package let number: Int
    /// Its rows.
    package let counts: RowCounts
    /// The times of their records.
    package let span: TimeSpan
  }

  /// The sums of each thread.
  package private(set) var sums: [ProfileSums] = []
  /// In no particular order.
  package private(set) var accounts: [Account] = []
  /// Logs with faulty rows, in order.
  package private(set) var faulty: [(number: Int, segment: Segment, file: LogFile)] = []
  /// Why a log could not be read to its end: of several, the first. Those after it may not have been read.
  package private(set) var failure: (number: Int, error: any Error)?

  /// Reads logs of one block, in the order of their numbers, by `threads` threads. Throws `ThreadError`.
  package init(_ logs: [Numbered], rules: RowRules, threads: Int, progress: Progress? = nil) throws {
    guard !logs.isEmpty else { return }
    let dispenser = Dispenser(logs.indices)
    let firstFailure = Atomic(Int.max)
    let parts = try concurrently(max(1, min(threads, logs.count))) { _ in
      var part = Part()
      var reader = BlockReader(file: logs[0].file, rules: rules)
      while !StopRequest.isMade, let i = dispenser.next(), i < firstFailure.load(ordering: .relaxed) {
        do {
          try part.read(logs[i], by: &reader, rules: rules)
        } catch {
          firstFailure.min(i, ordering: .relaxed)
          part.failure = (logs[i].number, error)
          break
        }
        progress?.add(logs[i].file.size)
      }
      part.sums = reader.finish()
      return part
    }
    sums = parts.compactMap(\.sums)
    accounts = parts.flatMap(\.accounts)
    faulty = parts.flatMap(\.faulty).sorted { $0.number < $1.number }
    failure = parts.compactMap(\.failure).min { $0.number < $1.number }
  }

  /// One thread's.
  private struct Part: Sendable {
    var sums: ProfileSums?
    var accounts: [Account] = []
    var faulty: [(number: Int, segment: Segment, file: LogFile)] = []
    var failure: (number: Int, error: any Error)?

    mutating func read(_ log: Numbered, by reader: inout BlockReader, rules: RowRules) throws {
      let file = log.file
      reader.turn(to: file)
      let joint = try reader.readBlock(0)
      let (counts, span) = reader.takeAccount()
      accounts.append(Account(number: log.number, counts: counts, span: span))
      guard joint.fault != nil || joint.hasRejects else { return }
      var segment = Segment(
        blocks: 0..<file.blockCount, blockSize: file.blockSize, profiles: ProfileSums(bins: rules.bins),
        joints: [joint])
      segment.count(counts, span)
      if joint.fault != nil { try file.tell(segment.claim) }
      faulty.append((log.number, segment, file))
    }
  }
}

extension LogFile {
  /// Is it read whole by one thread?
  package var isOneBlock: Bool { blockCount == 1 }

  /// Throws a claim's fault, with its line; before it, that the file has changed, which may have made the fault.
  package func tell(_ claim: Segment.Claim) throws {
    guard case .fault(_, let fault) = claim else { return }
    try file.requireUnchanged()
    var lines = LineCounter(self)
    throw IngestionError.fault(path: path, line: try lines.line(at: fault.offset), fault, layout: layout)
  }
}
