import Distribution
import Rendering
import Synchronization

/// Bands of text that ranks write into one file while they fill them: one of each rank in each turn, in the order of
/// ranks.
///
/// Where a band begins is known as soon as every rank has all text of its bands of earlier turns, and lower ranks have
/// that of this turn. Until then its text is kept in memory.
final class WritingTurns: @unchecked Sendable {
  private struct State {
    /// Number of the first band of whose text the others do not know the length.
    var turn = 0
    /// Bands that are opened.
    var opened = 0
    /// Where that turn begins in the file.
    var start: Int
    var lengths: PendingGather?
  }

  private let bands: [TextBand]
  private let file: OutputFile
  private let communicator: Communicator
  private let state: Mutex<State>

  /// The bands of this rank, of which the first turn's begin at `start` of the file.
  init(_ bands: [TextBand], to file: OutputFile, at start: Int, _ communicator: Communicator) {
    self.bands = bands
    self.file = file
    self.communicator = communicator
    state = Mutex(State(start: start))
  }

  /// Begins to write the bands whose places are known by now. Threads call it now and then while they fill bands, and
  /// nobody makes a collective call meanwhile.
  func advance() throws {
    while let (band, start) = state.withLockIfAvailable({ next(&$0, waiting: false) }) ?? nil {
      try open(band, at: start)
    }
  }

  /// All bands are filled: writes what is left, waits for the lengths of the other ranks' text, and returns where the
  /// last turn ends.
  func finish() throws -> Int {
    while let (band, start) = state.withLock({ next(&$0, waiting: true) }) { try open(band, at: start) }
    return state.withLock(\.start)
  }

  private func open(_ band: TextBand, at start: Int) throws {
    let file = file
    try unsafe band.open { try unsafe file.write($0, at: start + $1) }
  }

  /// The next band that can be opened, and its place.
  private func next(_ state: inout State, waiting: Bool) -> (TextBand, Int)? {
    while state.turn < bands.count {
      if communicator.isRoot && state.opened == state.turn { return open(&state, after: 0) }
      if state.lengths == nil {
        guard let length = bands[state.turn].byteCount else { return nil }
        state.lengths = communicator.beginGather(length)
      }
      guard let lengths = waiting ? state.lengths!.wait() : state.lengths!.poll() else { return nil }
      state.lengths = nil
      defer {
        state.start += lengths.reduce(0, +)
        state.turn += 1
      }
      if !communicator.isRoot { return open(&state, after: lengths[..<communicator.rank].reduce(0, +)) }
    }
    return nil
  }

  private func open(_ state: inout State, after others: Int) -> (TextBand, Int) {
    defer { state.opened += 1 }
    return (bands[state.opened], state.start + others)
  }
}
