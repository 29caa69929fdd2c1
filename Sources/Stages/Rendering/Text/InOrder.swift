import Synchronization

/// Hands on parts in order, one at a time, once it is open: each when all of its pieces and all parts before it are
/// complete. The thread that completes a part hands it on, while the others go on with theirs.
struct InOrder: ~Copyable, Sendable {
  private struct State {
    var missing: [Int]
    /// Parts that are not complete.
    var incomplete: Int
    var next = 0
    var isOpen = false
    var isBusy = false

    mutating func start() -> Int? {
      guard isOpen, !isBusy, next < missing.count, missing[next] == 0 else { return nil }
      isBusy = true
      return next
    }
  }

  private let state: Mutex<State>

  /// `pieces[p]` > 0 is how many pieces part p has.
  init(pieces: [Int]) { state = Mutex(State(missing: pieces, incomplete: pieces.count)) }

  /// Is every piece of every part complete?
  var isComplete: Bool { state.withLock { $0.incomplete == 0 } }

  /// From now on parts are handed on; what can be by now, to `use`.
  func open(_ use: (Int) throws -> Void) rethrows {
    try handOn(
      state.withLock { state in
        state.isOpen = true
        return state.start()
      }, use)
  }

  /// A piece of `part` is complete. Calls `use` with the parts that can be handed on now, if any; when
  /// it throws, no part is handed on any more.
  func complete(_ part: Int, _ use: (Int) throws -> Void) rethrows {
    try handOn(
      state.withLock { state in
        state.missing[part] -= 1
        if state.missing[part] == 0 { state.incomplete -= 1 }
        return state.start()
      }, use)
  }

  private func handOn(_ part: Int?, _ use: (Int) throws -> Void) rethrows {
    var current = part
    while let part = current {
      try use(part)
      current = state.withLock { state in
        state.isBusy = false
        state.next += 1
        return state.start()
      }
    }
  }
}
