import Availability
import Foundation
import Ingestion
import Synchronization
import TestSupport
import Workers

/// What rows amount to, whatever order stations were met in; or only the fault that ends the run, since
/// how much was read before it is nobody's concern.
struct ParsedRows: Equatable {
  /// By station and page (day): 24 tallies.
  var tallies: [StationID: [Int: [Tally]]] = [:]
  var closed: [StationID: Int64] = [:]
  var counts = RowCounts()
  var fault: RowFault?

  init(fault: RowFault) { self.fault = fault }

  init(_ profiles: ProfileSums) {
    counts = profiles.counts
    for (row, station) in profiles.stations.enumerated() {
      precondition(tallies[station] == nil, "a station twice")
      tallies[station] = profiles.pages.mapValues { page in (0..<24).map { page[row, $0] } }
        .filter { $0.value.contains { $0.count > 0 } }
      closed[station] = profiles.closed.count(ofStation: row)
    }
  }

  /// The whole text by one call.
  static func whole(
    _ text: [UInt8], _ file: LogFile, reader: BlockParser.Reader, rules: RowRules = RowRules()
  ) -> ParsedRows {
    var parser = BlockParser(layout: file.layout, rules: rules, reader: reader)
    let window = filled(text[...])
    let end = parser.parse(window.text, from: file.firstRow, until: text.count, final: true)
    if let fault = parser.fault { return ParsedRows(fault: fault) }
    precondition(end == text.count)
    return ParsedRows(parser.finish())
  }

  /// The text in two deliveries, the first of `cut` bytes.
  static func delivered(
    _ text: [UInt8], _ file: LogFile, cut: Int, rules: RowRules = RowRules()
  ) -> ParsedRows {
    var parser = BlockParser(layout: file.layout, rules: rules)
    let first = filled(text[..<cut])
    let position = parser.parse(first.text, from: file.firstRow, until: cut, final: false)
    if let fault = parser.fault { return ParsedRows(fault: fault) }
    let rest = filled(text[position...])
    _ = parser.parse(rest.text, from: 0, until: text.count - position, final: true)
    if var fault = parser.fault {
      fault.offset += position
      return ParsedRows(fault: fault)
    }
    return ParsedRows(parser.finish())
  }

  static func filled(_ text: ArraySlice<UInt8>) -> Window {
    var window = Window(capacity: max(1, text.count))
    text.withUnsafeBytes { window.free.copyMemory(from: $0) }
    window.count = text.count
    return window
  }

  /// The file's blocks cut into contiguous parts, each read as a rank does, and the parts joined: a part
  /// that does not begin where the one before ends is read again from there.
  static func byRanks(
    _ file: LogFile, cuts: [Int], threads: Int, rules: RowRules = RowRules()
  ) throws -> ParsedRows {
    let bounds = [0] + cuts.sorted() + [file.blockCount]
    let segments = try zip(bounds, bounds.dropFirst()).map { start, end in
      try file.readSegment(start..<end, rules: rules, threads: threads)
    }
    return try joined(segments, file, rules: rules)
  }

  /// Two ranks at the same time, which share the blocks in the middle.
  static func byNeighbours(
    _ file: LogFile, middle: Range<Int>, threads: Int, rules: RowRules = RowRules()
  ) throws -> ParsedRows {
    final class Claims: Sendable { let count = Atomic(0) }
    let claims = Claims()
    let segments = try concurrently(2) { rank in
      try file.readSegment(
        rank == 0 ? 0..<middle.lowerBound : middle.upperBound..<file.blockCount,
        sharing: SharedBlocks(middle, fromEnd: rank == 1) {
          claims.count.wrappingAdd(1, ordering: .relaxed).oldValue < middle.count
        }, rules: rules, threads: threads)
    }
    return try joined(segments, file, rules: rules)
  }

  private static func joined(
    _ segments: [Segment], _ file: LogFile, rules: RowRules
  ) throws -> ParsedRows {
    var segments = segments
    do {
      while let (wrong, position) = try firstWrong(segments, file) {
        try segments[wrong].repair(startingAt: position, in: file, rules: rules)
      }
    } catch let fault as RowFault {
      return ParsedRows(fault: fault)
    }
    return ParsedRows(ProfileSums(bins: rules.bins, adding: segments.map(\.profiles)))
  }

  /// A pipe or another input that comes but once.
  static func byStream(_ input: Input, rules: RowRules = RowRules()) throws -> ParsedRows {
    do {
      return ParsedRows(try input.readStream(rules: rules))
    } catch IngestionError.fault(_, _, let fault, _) {
      return ParsedRows(fault: fault)
    }
  }

  private static func firstWrong(_ segments: [Segment], _ file: LogFile) throws -> (Int, Int)? {
    var position = file.firstRow
    for (i, segment) in segments.enumerated() {
      switch segment.claim {
      case .empty: continue
      case .rows(let start, let end) where start == position: position = end
      case .fault(let start, let fault) where start == position: throw fault
      case .rows, .fault, .unknown: return (i, position)
      }
    }
    return nil
  }
}
