import Availability
import Synchronization
import Workers

/// A range of a file's blocks, read by one rank.
///
/// Each block is read on the supposition that the first line end at or after its start ends a row.
/// That is wrong where the cut lies in a quoted field with line ends. So each block keeps where its
/// first row was taken to start and where the row after its last one starts: when the block before
/// ends elsewhere, what was read on the wrong supposition is taken back, exactly, and read again. Text
/// without quotes, and quoted text without line ends, pays nothing for it.
package struct Segment: Sendable {
  /// Numbers of the blocks, counted from the start of the file.
  package let blocks: Range<Int>
  let blockSize: Int
  /// Sums of the rows that begin in the blocks; empty when they have been taken, or several segments joined.
  package private(set) var profiles: ProfileSums
  /// The rows that begin in the blocks, also when their sums have been taken.
  package private(set) var counts: RowCounts
  /// The times of their records. It only grows.
  package private(set) var span: TimeSpan
  /// The bounds of its rows as they were found; `repair` changes them.
  package private(set) var claim: Claim
  private(set) var joints: [Joint]

  struct Joint: Equatable, Sendable {
    /// Where the first row of the block was taken to start; nil when no row starts in the block.
    var start: Int?
    /// Where the first row after the block starts; nil without a start or with a fault.
    var end: Int?
    /// Why reading ended within the block.
    var fault: RowFault?
    /// Has the block faulty rows?
    var hasRejects = false
  }

  /// The bounds that a rank supposes of its segment, to be held against the segment before.
  package enum Claim: Equatable, Sendable {
    /// No blocks.
    case empty
    /// The first row starts at `start`, the row after the last at `end`.
    case rows(start: Int, end: Int)
    /// The first row starts at `start`, and a row of the segment ends the run.
    case fault(start: Int, RowFault)
    /// Not known before the segment is read again from the right place.
    case unknown

    /// Offset in the file of the first row; nil where there is none, or none is known.
    package var start: Int? {
      switch self {
      case .rows(let start, _), .fault(let start, _): start
      case .empty, .unknown: nil
      }
    }
  }

  init(blocks: Range<Int>, blockSize: Int, profiles: ProfileSums, joints: [Joint]) {
    self.blocks = blocks
    self.blockSize = blockSize
    self.profiles = profiles
    (counts, span) = (profiles.counts, profiles.span)
    self.joints = joints
    claim = blocks.isEmpty ? .empty : .unknown
    if let start = joints.lazy.compactMap(\.start).first { claim = claim(startingAt: start) }
  }

  /// Segments of one file, side by side, as one: that of their `profiles` is what `repair` changes in them.
  package init(joining segments: [Segment], bins: BinKind) {
    let segments = segments.filter { !$0.blocks.isEmpty }.sorted {
      $0.blocks.lowerBound < $1.blocks.lowerBound
    }
    precondition(
      zip(segments, segments.dropFirst()).allSatisfy { $0.blocks.upperBound == $1.blocks.lowerBound })
    self.init(
      blocks: (segments.first?.blocks.lowerBound ?? 0)..<(segments.last?.blocks.upperBound ?? 0),
      blockSize: segments.first?.blockSize ?? LogFile.defaultBlockSize,
      profiles: ProfileSums(bins: bins), joints: segments.flatMap(\.joints))
    for segment in segments {
      counts += segment.counts
      span += segment.span
    }
  }

  /// Segments that were saved have their counts beside them.
  mutating func count(_ counts: RowCounts, _ span: TimeSpan) { (self.counts, self.span) = (counts, span) }

  /// The profiles, for others to use up.
  package mutating func takeProfiles() -> ProfileSums {
    defer { profiles = ProfileSums(bins: profiles.bins) }
    return profiles
  }

  /// Has any of its blocks a row that ends the run?
  package var hasFault: Bool { joints.contains { $0.fault != nil } }

  private func claim(startingAt start: Int) -> Claim {
    var position = start
    for (block, joint) in zip(blocks, joints) {
      guard Self.agrees(joint, position, blockEnd: (block + 1) * blockSize) else { return .unknown }
      if let fault = joint.fault { return .fault(start: start, fault) }
      position = joint.end ?? position
    }
    return .rows(start: start, end: position)
  }

  /// Reads again, from where their rows do start, the blocks read on a wrong supposition.
  ///
  /// - Throws: `IngestionError.reading`, `.changed`. A row that ends the run is not thrown: it is in the `claim`.
  package mutating func repair(startingAt start: Int, in file: LogFile, rules: RowRules) throws {
    var position = start
    var wrongRules = rules
    if rules.keeper != nil { wrongRules.keeper = RecordKeeper.none }
    var right = BlockReader(file: file, rules: rules)
    var wrong = BlockReader(file: file, rules: wrongRules)
    for (i, block) in blocks.enumerated() {
      let blockEnd = (block + 1) * blockSize
      if !Self.agrees(joints[i], position, blockEnd: blockEnd) {
        if let start = joints[i].start { _ = try wrong.readAgain(from: start, until: blockEnd) }
        right.replace(block)
        joints[i] =
          position < blockEnd ? try right.readAgain(from: position, until: blockEnd) : Joint()
      }
      if joints[i].fault != nil { break }
      position = joints[i].end ?? position
    }
    counts -= profiles.counts
    profiles = ProfileSums(
      bins: rules.bins, adding: [profiles, right.finish()], retracting: [wrong.finish()])
    counts += profiles.counts
    span += profiles.span
    claim = claim(startingAt: start)
  }

  private static func agrees(_ joint: Joint, _ position: Int, blockEnd: Int) -> Bool {
    guard let start = joint.start else { return position >= blockEnd }
    return start == position
  }

  /// The stretches of the file with faulty rows, in order.
  package var rejectStretches: [Range<Int>] {
    joints.filter(\.hasRejects).compactMap { joint in
      joint.start.flatMap { start in joint.end.map { start..<$0 } }
    }
  }
}

extension LogFile {
  /// Blocks of `blockSize` bytes that the file has; the last may be shorter.
  package var blockCount: Int { (size + blockSize - 1) / blockSize }

  /// Reads the rows that start in `blocks`, and in some of those `shared` with a neighbour, by `threads` threads.
  /// After a block with a fault, or a `StopRequest`, none is read any more: the segment then ends before.
  ///
  /// - Throws: `IngestionError.reading`, `.changed`, `ThreadError`. A row that ends the run is not thrown: it is in the `claim`.
  package func readSegment(
    _ blocks: Range<Int>, sharing shared: SharedBlocks? = nil, rules: RowRules, threads: Int,
    progress: Progress? = nil
  ) throws -> Segment {
    let dispenser = BlockDispenser(blocks, sharing: shared)
    let faultyBlock = Atomic(Int.max)
    let parts = try concurrently(max(1, min(threads, blocks.count))) { _ in
      var reader = BlockReader(file: self, rules: rules)
      var joints: [(block: Int, joint: Segment.Joint)] = []
      while !StopRequest.isMade, let block = dispenser.next(),
        block < faultyBlock.load(ordering: .relaxed)
      {
        let joint = try reader.readBlock(block)
        if joint.fault != nil { faultyBlock.min(block, ordering: .relaxed) }
        joints.append((block, joint))
        progress?.add(blockSize)
      }
      return (profiles: reader.finish(), joints: joints)
    }
    var blocks = dispenser.blocks
    if StopRequest.isMade {
      // All that were handed out were read.
      let last = parts.lazy.flatMap(\.joints).map(\.block).max()
      blocks = blocks.lowerBound..<(last.map { $0 + 1 } ?? blocks.lowerBound)
    }
    var joints = [Segment.Joint](repeating: Segment.Joint(), count: blocks.count)
    for part in parts {
      for (block, joint) in part.joints { joints[block - blocks.lowerBound] = joint }
    }
    return try Segment(
      blocks: blocks, blockSize: blockSize,
      profiles: ProfileSums(bins: rules.bins, adding: parts.map(\.profiles), threads: threads),
      joints: joints)
  }
}
