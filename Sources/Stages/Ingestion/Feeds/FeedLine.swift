import Synchronization
import SystemPackage
import Workers

/// Pieces of a feed, in their order: converted by several threads side by side, or, before there are any, by who asks.
final class FeedLine {
  private let shared: Shared
  private var threads: [Thread] = []

  /// The first pieces have `firstPiece` bytes, as they are only looked at.
  init(_ sources: any FeedSources, choice: ColumnChoice, firstPiece: Int) {
    shared = Shared(sources, choice, pieceSize: firstPiece)
  }

  deinit { stop() }

  /// Lets so many threads convert. One who asks does as well as one thread.
  func start(threads count: Int, pieceSize: Int) throws(StreamError) {
    shared.enlarge(to: pieceSize)
    guard count > 1 else { return }
    do throws(ThreadError) {
      // As many again may wait for their turn.
      for _ in 0..<2 * count { shared.giveBack(shared.makePiece()) }
      let shared = shared
      for _ in 0..<count { threads.append(try Thread { shared.convertAll() }) }
    } catch {
      stop()
      throw .reading(Errno(rawValue: error.code))
    }
  }

  /// The next piece, to be given back; nil after the last.
  func next() -> FeedPiece? {
    guard let piece = threads.isEmpty ? shared.convertNext() : shared.waitForNext() else {
      stop()
      return nil
    }
    return piece
  }

  func giveBack(_ piece: FeedPiece) { shared.giveBack(piece) }

  /// Has rows a field for the hour of the day? To be said before threads are started.
  func addHours() { shared.addHours() }

  func interrupt() { shared.sources.interrupt() }

  private func stop() {
    guard !threads.isEmpty else { return }
    shared.cancel()
    // A stream that has ended is of use again: an archive has more members.
    if !shared.hasEnded { shared.sources.interrupt() }
    for thread in threads { thread.join() }
    threads = []
  }
}

/// The state that the threads share.
private final class Shared: @unchecked Sendable {
  private struct State {
    var free: [FeedPiece] = []
    /// Converted, by number.
    var done: [Int: FeedPiece] = [:]
    /// Of the next piece to be given away.
    var next = 0
    /// How many there are, once the end is known.
    var end: Int?
    var isCancelled = false
  }

  let sources: any FeedSources
  private let choice: ColumnChoice
  /// For the one who cuts.
  private let cutting = Mutex(())
  private var cutter: FeedCutter
  private var count = 0
  private let state = Mutex(State())
  private let hasHours = Atomic(false)
  private let size: Atomic<Int>
  /// One for each free piece, and one to be woken by.
  private let freed = Semaphore()
  /// One for each piece converted, and one for the end.
  private let ready = Semaphore()

  init(_ sources: any FeedSources, _ choice: ColumnChoice, pieceSize: Int) {
    self.sources = sources
    self.choice = choice
    size = Atomic(pieceSize)
    cutter = FeedCutter(sources, pieceSize: pieceSize)
  }

  func enlarge(to pieceSize: Int) {
    size.store(pieceSize, ordering: .relaxed)
    cutting.withLock { _ in cutter.pieceSize = pieceSize }
  }

  func addHours() { hasHours.store(true, ordering: .relaxed) }

  var hasEnded: Bool { state.withLock { $0.end != nil } }

  func makePiece() -> FeedPiece {
    // The end of a file is seen where there is room for more.
    let piece = FeedPiece(choice, capacity: size.load(ordering: .relaxed) + 1)
    if hasHours.load(ordering: .relaxed) { piece.reader.addHours() }
    return piece
  }

  /// Cuts the next piece; its number, nil after the last.
  private func cut(_ piece: FeedPiece) -> Int? {
    let number = cutting.withLock { _ -> Int? in
      cutter.fill(piece)
      guard !piece.isEmpty else { return nil }
      defer { count += 1 }
      return count
    }
    if number == nil { state.withLock { $0.end = cutting.withLock { _ in count } } }
    return number
  }

  // MARK: - Without threads

  func convertNext() -> FeedPiece? {
    let piece = state.withLock { $0.free.popLast() } ?? makePiece()
    guard cut(piece) != nil else { return nil }
    state.withLock { $0.next += 1 }
    piece.convert()
    return piece
  }

  // MARK: - Threads

  func convertAll() {
    while true {
      freed.wait()
      let (isOver, taken) = state.withLock { state in
        (state.isCancelled || state.end != nil, state.free.popLast())
      }
      if isOver { break }
      // A piece that came back before there were threads has been counted and taken.
      guard let piece = taken else { continue }
      guard let number = cut(piece) else { break }
      piece.convert()
      state.withLock { $0.done[number] = piece }
      ready.signal()
    }
    // The others end, too; and who waits may have had the last.
    freed.signal()
    ready.signal()
  }

  func waitForNext() -> FeedPiece? {
    while true {
      let (piece, isEnd) = state.withLock { state -> (FeedPiece?, Bool) in
        guard let piece = state.done.removeValue(forKey: state.next) else {
          return (nil, state.next == state.end)
        }
        state.next += 1
        return (piece, false)
      }
      if piece != nil || isEnd { return piece }
      ready.wait()
    }
  }

  func giveBack(_ piece: FeedPiece) {
    state.withLock { $0.free.append(piece) }
    freed.signal()
  }

  func cancel() {
    state.withLock { $0.isCancelled = true }
    freed.signal()
  }
}
