import Glibc

/// The signals that ask a program to stop.
package enum StopSignals {
  /// Ctrl-C, `kill`, and a terminal that goes.
  package static let all = [SIGINT, SIGTERM, SIGHUP]

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
