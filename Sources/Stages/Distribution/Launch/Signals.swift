import Glibc

/// The signals that ask a program to stop.
package enum StopSignals {
  /// Ctrl-C, `kill`, a terminal that goes, and Ctrl-\\; those that batch systems send some time before they kill, or
  /// when the time is up; and timers that someone has left running.
  package static let all = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGXCPU, SIGALRM, SIGVTALRM,
  ]

  /// Those that the caller does not want ignored (as `nohup` does with SIGHUP).
  package static var wanted: [Int32] {
    all.filter { number in
      var action = sigaction()
      unsafe sigaction(number, nil, &action)
      return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        != unsafeBitCast(SIG_IGN, to: Int.self)
    }
  }
}
