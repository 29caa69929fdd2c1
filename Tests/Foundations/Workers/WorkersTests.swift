import Glibc
import Synchronization
import TestSupport
import Testing
import Workers

/// Does `Scripts/test --sanitize` run it?
private let isSanitized = getenv("VELIBCORR_SANITIZE") != nil

@Suite("Workers: threads of our own")
struct WorkersTests {
  private struct Failure: Error, Equatable { let worker: Int }

  @Test("results come in the order of the workers", arguments: [1, 2, 3, 8, 40])
  func order(count: Int) throws {
    #expect(try concurrently(count) { $0 * $0 } == (0..<count).map { $0 * $0 })
  }

  @Test("the first error by number is thrown, after all have ended", arguments: [1, 2, 8])
  func errors(count: Int) {
    let ended = Atomic(0)
    let error = #expect(throws: Failure.self) {
      _ = try concurrently(count) { worker in
        defer { ended.add(1, ordering: .relaxed) }
        if worker >= count / 2 { throw Failure(worker: worker) }
      }
    }
    #expect(error == Failure(worker: count / 2))
    #expect(ended.load(ordering: .relaxed) == count)
  }

  @Test("workers run at the same time, even more of them than cores", .timeLimit(.minutes(1)))
  func together() throws {
    // Each waits for all: in turn they would never end.
    let arrived = Atomic(0)
    _ = try concurrently(8) { _ in
      arrived.add(1, ordering: .acquiringAndReleasing)
      while arrived.load(ordering: .acquiring) < 8 { yieldCore() }
    }
    #expect(arrived.load(ordering: .relaxed) == 8)
  }

  @Test("workers may have workers")
  func nested() throws {
    let sums = try concurrently(3) { outer in try concurrently(3) { inner in 10 * outer + inner } }
    #expect(sums == [[0, 1, 2], [10, 11, 12], [20, 21, 22]])
  }

  @Test("no worker at all is a mistake of the caller")
  func none() async {
    await #expect(processExitsWith: .failure) { _ = try concurrently(0) { $0 } }
  }

  @Test(
    "where the system refuses a thread, none does its part, and the error says why",
    .disabled(if: isSanitized, "a sanitizer itself needs more room than is left"), arguments: [2, 50])
  func refused(count: Int) async {
    await #expect(processExitsWith: .success) { [count] in
      // No room for another stack.
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      let begun = Atomic(0)
      let error = #expect(throws: ThreadError.self) {
        _ = try concurrently(count) { _ in begun.add(1, ordering: .relaxed) }
      }
      #expect(error?.code == EAGAIN)
      #expect(error?.description == "cannot start a thread: Resource temporarily unavailable")
      #expect(begun.load(ordering: .relaxed) == 0)
    }
  }

  @Test("a dispenser gives each number once, in order to each, and then no more")
  func dispenser() throws {
    let dispenser = Dispenser(5..<20_005)
    let taken = try concurrently(8) { _ in
      var numbers: [Int] = []
      while let number = dispenser.next() { numbers.append(number) }
      return numbers
    }
    for numbers in taken { #expect(numbers == numbers.sorted()) }
    #expect(taken.joined().sorted() == Array(5..<20_005))
    #expect(dispenser.next() == nil)
    #expect(dispenser.next() == nil)
  }

  @Test("an empty dispenser gives nothing")
  func empty() {
    let dispenser = Dispenser(3..<3)
    #expect(dispenser.next() == nil)
  }
}
