import Digests
import Synchronization
import Workers

/// Digests to be computed, each by one of the threads that work on it: SHA-256 cannot be computed in parts.
final class DigestQueue: Sendable {
  struct Item: Sendable {
    /// As `found` names it.
    let number: Int
    /// Of its contents, as far as they are to be read.
    let byteCount: Int
    let digest: @Sendable (Progress) throws -> ContentDigest
  }

  /// Bytes that were read.
  let progress: Progress
  private let items: [Item]
  private let dispenser: Dispenser
  private let outcomes = Mutex<[Int: Result<ContentDigest, any Error>]>([:])
  private let isCancelled = Atomic(false)

  /// What is counted is also counted by `whole`.
  init(_ items: [Item], progressOf whole: Progress? = nil) {
    self.items = items
    dispenser = Dispenser(items.indices)
    progress = Progress(of: whole)
  }

  var numbers: Set<Int> { Set(items.map(\.number)) }
  /// Bytes of all of them.
  var byteCount: Int { items.reduce(0) { $0 + $1.byteCount } }

  /// Computes what nobody else computes, until there is no more.
  func work() {
    while !isCancelled.load(ordering: .relaxed), let next = dispenser.next() {
      let outcome = Result { try items[next].digest(progress) }
      outcomes.withLock { $0[items[next].number] = outcome }
    }
  }

  /// No other is begun.
  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// By number, when all who have worked are done. Throws the error of the least number.
  var found: [Int: ContentDigest] {
    get throws {
      let outcomes = outcomes.withLock { $0 }
      for (_, outcome) in outcomes.sorted(by: { $0.key < $1.key }) { _ = try outcome.get() }
      return try outcomes.mapValues { try $0.get() }
    }
  }
}

/// A thread that works on a queue beside all others, until it is waited for or forgotten.
final class DigestsAhead {
  let queue: DigestQueue
  private var thread: Thread?

  /// Throws `ThreadError` where there is no thread to be had.
  init(_ queue: DigestQueue) throws {
    self.queue = queue
    thread = try Thread { queue.work() }
  }

  deinit {
    queue.cancel()
    thread?.join()
  }

  /// Waits for what it has begun.
  func join() {
    thread?.join()
    thread = nil
  }
}

extension Job {
  /// Works on a queue, and on that of a thread ahead, by all threads of this rank; returns what all ranks have found.
  /// Collective.
  func digests(of queue: DigestQueue, and ahead: DigestsAhead? = nil) throws -> [Int: ContentDigest] {
    let begun = ahead?.queue
    let size = queue.byteCount + (begun?.byteCount ?? 0)
    let count = queue.numbers.count + (begun?.numbers.count ?? 0)
    let mine = try during(ProgressStep(.computingDigests, total: size), counting: (begun ?? queue).progress) {
      try agree {
        _ = try concurrently(max(1, min(threads, count))) { _ in
          begun?.work()
          queue.work()
        }
        ahead?.join()
        return try (begun?.found ?? [:]).merging(queue.found) { first, _ in first }
      }
    }
    let all = try communicator.size == 1 ? [mine] : communicator.gather(mine)
    return all.joined().reduce(into: [:]) { $0[$1.key] = $1.value }
  }
}
