import Synchronization

/// Hands on parts in order, one at a time, each when all of its pieces and all parts before it are
/// complete. The thread that completes a part hands it on, while the others go on with theirs.
struct InOrder: ~Copyable, Sendable {
  private struct State {
    var missing: [Int]
    var next = 0
    var isBusy = false

    mutating func start() -> Int? {
      guard !isBusy, next < missing.count, missing[next] == 0 else { return nil }
      isBusy = true
      return next
    }
  }

  private let state: Mutex<State>

  /// `pieces[p]` > 0 is how many pieces part p has.
  init(pieces: [Int]) { state = Mutex(State(missing: pieces)) }

  /// A piece of `part` is complete. Calls `use` with the parts that can be handed on now, if any; when
  /// it throws, no part is handed on any more.
  func complete(_ part: Int, _ use: (Int) throws -> Void) rethrows {
    var current = state.withLock { state in
      state.missing[part] -= 1
      return state.start()
    }
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
