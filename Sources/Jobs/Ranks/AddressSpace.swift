import Glibc

/// The limit of a process's address space (`ulimit -v`).
package enum AddressSpace {
  /// What the libraries take before any work: OpenBLAS waits for ever for memory that it does not get.
  static let least = 320 << 20

  /// Ends the process, with a message, where the limit leaves no room for the libraries.
  package static func require() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < UInt(least)
    else { return }
    Messages.write(
      "velibcorr: error: the address space is limited to \(limit.rlim_cur >> 10) kB\n"
        + "  at least \(least >> 10) kB are needed: ulimit -v unlimited, or more than that\n")
    // Not exit: OpenBLAS's own end would wait for its thread.
    _exit(ExitStatus.usage.rawValue)
  }
}
