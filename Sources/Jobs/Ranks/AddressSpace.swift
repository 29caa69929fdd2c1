import Glibc
import LinearAlgebra

/// The limit of a process's address space (`ulimit -v`).
package enum AddressSpace {
  /// What the libraries take before any work: OpenBLAS waits for ever for memory that it does not get.
  static let least = 320 << 20

  /// Takes what BLAS needs for so many threads, as long as it is there. Throws `Failure` where the limit is too low.
  static func requireProducts(threads: Int) throws {
    guard let limit, !BLASRuntime.takeMemory(calls: threads) else { return }
    throw Failure(
      .usage,
      "the address space is limited to \(limit >> 10) kB, which is too little for \(threads) thread\(threads == 1 ? "" : "s")",
      advice: "raise the limit (ulimit -v) by 130 MB for each thread, or use fewer --threads")
  }

  /// In bytes; nil for none.
  private static var limit: UInt? {
    var limit = rlimit()
    let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
    return isKnown && limit.rlim_cur < UInt(Int.max) ? UInt(limit.rlim_cur) : nil
  }

  /// Ends the process, with a message, where the limit leaves no room for the libraries.
  package static func require() {
    guard let limit, limit < UInt(least) else { return }
    Messages.write(
      "velibcorr: error: the address space is limited to \(limit >> 10) kB\n"
        + "  at least \(least >> 10) kB are needed: ulimit -v unlimited, or more than that\n")
    // Not exit: OpenBLAS's own end would wait for its thread.
    _exit(ExitStatus.usage.rawValue)
  }
}
