import Synchronization

/// A signal that asks the run to stop, where there is something to be done first: long work looks for it between two
/// pieces.
package enum StopRequest {
  private static let number = Atomic<Int32>(0)

  /// The signal that came first; nil as long as none has.
  package static var signal: Int32? {
    number.load(ordering: .relaxed) == 0 ? nil : number.load(ordering: .relaxed)
  }

  /// Has a signal come?
  package static var isMade: Bool { number.load(ordering: .relaxed) != 0 }

  /// Keeps the signal, unless one was kept before. A signal's handler may call it.
  package static func make(by signal: Int32) {
    _ = number.compareExchange(expected: 0, desired: signal, ordering: .relaxed)
  }
}
