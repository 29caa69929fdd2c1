import Distribution
import Rendering

/// An output that all ranks write together: rank 0 makes it, or the process that started the ranks has.
struct SharedOutput {
  let job: Job
  let file: OutputFile
  private let isStream: Bool
  /// Whose task it is to give the file its name.
  private let isOwner: Bool
  private(set) var byteCount = 0

  /// Opens output number `number` of the command line.
  init(_ output: OutputPaths.Named, number: Int, on job: Job) throws {
    self.job = job
    let (path, option) = output
    let environment = currentEnvironment()
    let communicator = job.communicator
    if let hidden = environment[RankLauncher.hiddenVariable(number)] {
      file = try job.agree { try OutputFile(joining: hidden, of: path, option: option) }
      (isOwner, isStream) = (false, false)
      return
    }
    isOwner = communicator.isRoot
    let made = try job.agree {
      communicator.isRoot
        ? try OutputFile(
          path: path, option: option, standardOutput: environment[LaunchChannels.resultsVariable]) : nil
    }
    let hidden = String(
      decoding: communicator.allGather(Array((made?.hiddenPath ?? "").utf8))[0], as: UTF8.self)
    isStream = hidden.isEmpty
    // A stream is rank 0's alone: the others send it their text.
    file = try job.agree {
      try made
        ?? (hidden.isEmpty ? OutputFile(path: "-") : OutputFile(joining: hidden, of: path, option: option))
    }
  }

  var path: String { file.path }

  /// Appends what the ranks have, in the order of ranks: the last of `count` bytes, if those before are written.
  mutating func append(_ pieces: [UnsafeRawBufferPointer], of count: Int? = nil) throws {
    let rank = job.communicator.rank
    let left = unsafe pieces.reduce(0) { $0 + $1.count }
    let count = count ?? left
    let counts = job.communicator.allGather([Int64(count)]).map { Int($0[0]) }
    try job.agree {
      if isStream && counts.count > 1 {
        try unsafe appendToStream(pieces, counts)
      } else {
        try unsafe file.write(pieces, at: byteCount + counts[..<rank].reduce(0, +) + count - left)
      }
    }
    byteCount += counts.reduce(0, +)
  }

  mutating func append(_ bytes: [UInt8]) throws {
    try unsafe bytes.withUnsafeBytes { try unsafe append([$0]) }
  }

  /// Appends this rank's texts, one after the other, and those of the other ranks.
  mutating func append(_ texts: [[UInt8]]) throws {
    try unsafe append(texts[...], after: [])
  }

  private mutating func append(_ texts: ArraySlice<[UInt8]>, after pieces: [UnsafeRawBufferPointer]) throws {
    guard let text = texts.first else { return try unsafe append(pieces) }
    try unsafe text.withUnsafeBytes { try unsafe append(texts.dropFirst(), after: pieces + [$0]) }
  }

  /// Writes at so many bytes after those appended so far and the `others` of the ranks before this one, from any
  /// thread; nil where ranks cannot write by themselves.
  func writer(after others: Int) -> TextBand.Writer? {
    guard job.communicator.size == 1 || !isStream else { return nil }
    let (file, start) = (file, byteCount + others)
    return { try unsafe file.write($0, at: start + $1) }
  }

  /// Appends a band all of whose tiles are placed; its text is written already if it was opened.
  mutating func append(_ band: TextBand) throws {
    try unsafe band.withText { try unsafe append($0, of: band.byteCount!) }
  }

  /// Appends rows all of whose tiles are placed; they are written already if they were opened.
  mutating func append(_ rows: MatrixRows) throws {
    try unsafe rows.withBytes { try unsafe append([$0], of: rows.byteCount) }
  }

  /// Has rows written as they are complete, so many rows of the ranks before this one after what is appended so far,
  /// where ranks can write by themselves.
  func open(_ rows: MatrixRows, after others: Int) throws {
    guard !rows.rows.isEmpty else { return }
    if let writer = unsafe writer(after: others * (rows.byteCount / rows.rows.count)) {
      try unsafe rows.open(writer)
    }
  }

  /// Has the ranks write bands in turns, one of each rank in each; nil where ranks cannot write by themselves.
  func beginTurns(_ bands: [TextBand]) -> WritingTurns? {
    guard job.communicator.size == 1 || !isStream else { return nil }
    return WritingTurns(bands, to: file, at: byteCount, job.communicator)
  }

  /// All tiles of all bands are placed: waits for what is still to be written of this rank's.
  mutating func endTurns(_ turns: WritingTurns) throws {
    byteCount = try job.orEnd { try turns.finish() }
  }

  private func appendToStream(_ pieces: [UnsafeRawBufferPointer], _ counts: [Int]) throws {
    let communicator = job.communicator
    guard communicator.isRoot else {
      let text = unsafe pieces.reduce(into: [UInt8]()) { unsafe $0 += $1 }
      unsafe text.withUnsafeBytes { unsafe communicator.send($0, to: 0) }
      return
    }
    var failure: (any Error)?
    do { try unsafe file.write(pieces, at: 0) } catch { failure = error }
    for rank in 1..<communicator.size {
      unsafe communicator.receive(counts[rank], from: rank) { bytes in
        // The others wait to be rid of their text even when the stream takes no more.
        guard failure == nil else { return }
        do { try unsafe file.append(bytes) } catch { failure = error }
      }
    }
    if let failure { throw failure }
  }

  /// Has these profiles last, and the `files` of their run's outputs. Returns what is to be said of that. Throws
  /// `OutputError`.
  func makeProfilesLast(with files: [OutputFile]) throws -> [String] {
    guard isOwner else {
      for file in files { file.makeDurable() }
      // A parent removes its own.
      if !job.hasParent { file.noteLock() }
      return []
    }
    return try file.makeProfilesLast(with: files)
  }

  /// Every rank has written its part.
  func close() throws { try job.agree { try file.close() } }

  /// It is closed: the file gets its name.
  func commit() throws {
    try job.agree { if isOwner { try file.commit() } }
  }
}
