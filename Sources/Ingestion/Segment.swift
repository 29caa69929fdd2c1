import Availability
import Workers

/// A range of a file's blocks, read by one rank.
///
/// Each block is read on the supposition that the first line end at or behind its start ends a row.
/// That is wrong where the cut lies in a quoted field with line ends. So each block keeps where its
/// first row was taken to start and where the row behind its last one starts: when the block before
/// ends elsewhere, what was read on the wrong supposition is taken back, exactly, and read again.
package struct Segment: Sendable {
  package let blocks: Range<Int>
  private let blockSize: Int
  package private(set) var profiles: PartialProfiles
  /// Where the segment's first row was taken to start and where the row behind its last one starts;
  /// -1 when that is not known, because the blocks do not agree with each other.
  package private(set) var claim: (start: Int, end: Int)
  private var joints: [Joint]

  struct Joint: Equatable, Sendable {
    /// Where the first row of the block was taken to start; nil when no line ends in the block.
    var start: Int?
    /// Where the first row behind the block starts; nil without a start.
    var end: Int?
  }

  init(blocks: Range<Int>, blockSize: Int, profiles: PartialProfiles, joints: [Joint]) {
    self.blocks = blocks
    self.blockSize = blockSize
    self.profiles = profiles
    self.joints = joints
    claim = (-1, -1)
    if let start = joints.lazy.compactMap(\.start).first, let end = end(startingAt: start) {
      claim = (start, end)
    }
  }

  /// Where the row behind the segment starts if its first row starts at `start`; nil when the blocks
  /// were not read accordingly.
  private func end(startingAt start: Int) -> Int? {
    var position = start
    for (block, joint) in zip(blocks, joints) {
      guard Self.agrees(joint, position, blockEnd: (block + 1) * blockSize) else { return nil }
      position = joint.end ?? position
    }
    return position
  }

  /// Reads again, from where their rows do start, the blocks read on a wrong supposition.
  package mutating func repair(startingAt start: Int, in file: LogFile, bins: HourBins) throws {
    var position = start
    var reader = BlockReader(file: file, bins: bins)
    var wrong = BlockReader(file: file, bins: bins)
    for (i, block) in blocks.enumerated() {
      let blockEnd = (block + 1) * blockSize
      if !Self.agrees(joints[i], position, blockEnd: blockEnd) {
        if let start = joints[i].start { _ = try wrong.readRows(from: start, until: blockEnd) }
        joints[i] = Joint()
        if position < blockEnd {
          joints[i] = Joint(start: position, end: try reader.readRows(from: position, until: blockEnd))
        }
      }
      position = joints[i].end ?? position
    }
    profiles = PartialProfiles(
      bins: bins, adding: [profiles, reader.finish()], retracting: [wrong.finish()])
    claim = (start, position)
  }

  private static func agrees(_ joint: Joint, _ position: Int, blockEnd: Int) -> Bool {
    guard let start = joint.start else { return position >= blockEnd }
    return start == position
  }
}

extension LogFile {
  package var blockCount: Int { ((size ?? 0) + blockSize - 1) / blockSize }

  /// Offset of the first row of data.
  package var firstRow: Int { dataStart }

  /// Reads the rows that start in `blocks`, by `threads` threads.
  package func readSegment(_ blocks: Range<Int>, bins: HourBins, threads: Int) throws -> Segment {
    let dispenser = Dispenser(blocks)
    let parts = try concurrently(max(1, min(threads, blocks.count))) { _ in
      var reader = BlockReader(file: self, bins: bins)
      var joints: [(block: Int, joint: Segment.Joint)] = []
      while let block = dispenser.next() { joints.append((block, try reader.readBlock(block))) }
      return (profiles: reader.finish(), joints: joints)
    }
    var joints = [Segment.Joint](repeating: Segment.Joint(), count: blocks.count)
    for part in parts {
      for (block, joint) in part.joints { joints[block - blocks.lowerBound] = joint }
    }
    return Segment(
      blocks: blocks, blockSize: blockSize,
      profiles: PartialProfiles(bins: bins, adding: parts.map(\.profiles)), joints: joints)
  }

  /// Reads all rows of a stream, in order, in bounded memory.
  package func readStream(bins: HourBins) throws -> PartialProfiles {
    var parser = BlockParser(layout: layout, bins: bins)
    var window = Window(capacity: max(1 << 20, 2 * prefix.count))
    unsafe prefix.withUnsafeBytes { unsafe window.free.copyMemory(from: $0) }
    window.count = prefix.count
    var position = dataStart
    var offset = 0
    while true {
      if unsafe window.free.isEmpty {
        guard window.capacity < Self.longestRow else {
          throw IngestionError.rowTooLong(path: path, offset: offset + position, limit: Self.longestRow)
        }
        window.grow()
      }
      let count = try unsafe readNext(into: window.free, at: offset + window.count)
      window.count += count
      position = unsafe parser.parse(window.text, from: position, until: window.count, final: count == 0)
      if count == 0 { return parser.finish() }
      window.drop(position)
      offset += position
      position = 0
    }
  }
}
