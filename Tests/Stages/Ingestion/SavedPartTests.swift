import Availability
import Foundation
import Ingestion
import TestSupport
import Testing

@Suite("SavedPart: sums that were read before")
struct SavedPartTests {
  private let folder = try! TemporaryFolder()
  private static let key = "a key"

  private func file(_ text: [UInt8], blockSize: Int = LogFile.defaultBlockSize) throws -> LogFile {
    try LogFile(path: try folder.write("log-\(UUID())", text), blockSize: blockSize)
  }

  /// Reads from bytes as from a file: fewer at the end.
  private static func reading(_ bytes: [UInt8]) -> (Int, Int) -> [UInt8] {
    { offset, count in offset < bytes.count ? Array(bytes[offset...].prefix(count)) : [] }
  }

  private static func decode(
    _ bytes: [UInt8], key: String = key, bins: BinKind = .hourOfDay, blockSize: Int
  ) throws -> SavedPart {
    try SavedPart(key: key, bins: bins, blockSize: blockSize, reading(bytes))
  }

  private func segment(of log: LogFile, rules: RowRules = RowRules()) throws -> (Segment, ProfileSums) {
    var segment = try log.readSegment(0..<log.blockCount, rules: rules, threads: 2)
    let profiles = segment.takeProfiles()
    #expect(segment.profiles.isEmpty)
    return (segment, profiles)
  }

  private static let text = Array(
    "number,available_bike_stands,available_bikes,last_update\n7,1,2,2013-09-10 11:25\n8,x,2,2013-09-10 11:25\n7,0,0,1400000000\n9,0,0,2013-09-11 05:00\n"
      .utf8)

  @Test("what is read back is what was saved")
  func roundTrip() throws {
    let log = try file(Self.text, blockSize: 16)
    let rules = RowRules(bins: .series)
    let (segment, profiles) = try segment(of: log, rules: rules)
    let findings = StreamFindings(
      laterMembers: ["b.txt", ""], leftAside: ["x"],
      stations: [
        StationID("7"): StationDetails(
          name: "Bac, \"rue du\"\n", place: .init(latitude: 48.85, longitude: -2.5)),
        StationID("8"): StationDetails(), StationID("9"): StationDetails(name: ""),
      ])
    let part = SavedPart(
      covers: [.init(input: 3, .blocks(segment)), .init(input: 5, .stream(findings))], profiles: profiles,
      rejects: [5: Array("a,b\n".utf8), 6: []])
    let bytes = part.encoded(key: Self.key)
    let found = try Self.decode(bytes, bins: .series, blockSize: 16)
    #expect(ParsedRows(found.profiles) == ParsedRows(profiles))
    #expect(found.profiles.span == profiles.span)
    #expect(found.profiles.span.hasEpochs)
    #expect(found.profiles.bins == .series)
    #expect(found.rejects == part.rejects)
    #expect(found.covers.map(\.input) == [3, 5])
    guard case .blocks(let blocks) = found.covers[0].extent, case .stream(findings) = found.covers[1].extent
    else {
      Issue.record("other extents: \(found.covers)")
      return
    }
    #expect(blocks.blocks == segment.blocks)
    #expect(blocks.claim == segment.claim)
    #expect(blocks.rejectStretches == segment.rejectStretches)
    #expect(!segment.rejectStretches.isEmpty)
    let covers = try SavedPart.covers(key: Self.key, blockSize: 16, Self.reading(bytes))
    #expect(covers.map(\.input) == [3, 5])
  }

  @Test("nothing at all can be saved, too")
  func empty() throws {
    let part = SavedPart(covers: [], profiles: ProfileSums(bins: .hourOfWeek))
    let found = try Self.decode(part.encoded(key: ""), key: "", bins: .hourOfWeek, blockSize: 1)
    #expect(found.covers.isEmpty && found.profiles.isEmpty && found.rejects.isEmpty)
  }

  @Test("sums that cannot be, though nothing was changed since they were saved, are damage")
  func impossible() throws {
    let station = [StationID("7")]
    let closed: [ClosedCounts.Place] = [.init(row: 1, key: 0, hour: 3), .init(row: 0, key: 0, hour: -1)]
    var sums = closed.map { ProfileSums(bins: .series, stations: station, closed: ClosedCounts([$0: 1])) }
    sums.append(ProfileSums(bins: .series, stations: station, pages: [.max: TallyPage(capacity: 1)]))
    sums.append(ProfileSums(bins: .series, stations: station + station))
    var counts = RowCounts()
    counts.read = .max
    sums.append(ProfileSums(bins: .series, stations: station, counts: counts))
    for sums in sums {
      let bytes = SavedPart(covers: [], profiles: sums).encoded(key: Self.key)
      #expect(throws: SavedPart.Damage.self) { try Self.decode(bytes, bins: .series, blockSize: 64) }
    }
  }

  @Test("a part that was cut or changed anywhere, or is another run's, is damaged")
  func damage() throws {
    let log = try file(Self.text, blockSize: 64)
    let (segment, profiles) = try segment(of: log)
    let bytes = SavedPart(covers: [.init(input: 0, .blocks(segment))], profiles: profiles)
      .encoded(key: Self.key)
    _ = try Self.decode(bytes, blockSize: 64)
    #expect(throws: SavedPart.Damage.self) { try Self.decode(bytes, key: "another", blockSize: 64) }
    for count in 0..<bytes.count {
      #expect(throws: SavedPart.Damage.self) { try Self.decode(Array(bytes.prefix(count)), blockSize: 64) }
    }
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0x20
      #expect(throws: SavedPart.Damage.self, "byte \(place)") { try Self.decode(changed, blockSize: 64) }
    }
  }

  @Test(
    "any pieces, some of them saved, by any ranks, add up to the whole", arguments: [1, 3, 7, 16, 40, 200])
  func pieces(blockSize: Int) throws {
    for seed in UInt64(0)..<60 {
      var text = RandomText(seed: 70_000 + seed * 31 + UInt64(blockSize))
      var random = SeededGenerator(seed: seed)
      let bytes = text.text(rows: Int(seed % 9))
      let log = try file(bytes, blockSize: blockSize)
      let expected = ParsedRows.whole(bytes, log, reader: .libcsv)
      let ranks = Int.random(in: 1...3, using: &random)
      let sums = try Self.sums(
        of: log, cuts: (0..<ranks - 1).map { _ in Int.random(in: 0...log.blockCount, using: &random) },
        &random)
      #expect(sums == expected, "seed \(seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }

  /// Each rank reads its blocks in pieces, some of which it saves and reads back; then the ranks are joined, and what
  /// was read on a wrong supposition is taken back from the sums.
  private static func sums(of log: LogFile, cuts: [Int], _ random: inout SeededGenerator) throws -> ParsedRows
  {
    let rules = RowRules()
    let bounds = [0] + cuts.sorted() + [log.blockCount]
    var sums: [ProfileSums] = []
    var segments: [Segment] = []
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      var (pieces, position) = ([Segment](), start)
      while position < end {
        let next = min(end, position + Int.random(in: 1...4, using: &random))
        var piece = try log.readSegment(position..<next, rules: rules, threads: 1)
        let profiles = piece.takeProfiles()
        if Bool.random(using: &random) && !piece.hasFault {
          let bytes = SavedPart(covers: [.init(input: 0, .blocks(piece))], profiles: profiles).encoded(
            key: key)
          let part = try decode(bytes, blockSize: log.blockSize)
          sums.append(part.profiles)
          guard case .blocks(let saved) = part.covers[0].extent else { preconditionFailure() }
          pieces.append(saved)
        } else {
          sums.append(profiles)
          pieces.append(piece)
        }
        position = next
      }
      segments.append(Segment(joining: pieces.shuffled(using: &random), bins: rules.bins))
    }
    var fault: RowFault?
    var position = log.firstRow
    for i in segments.indices where !segments[i].blocks.isEmpty {
      if segments[i].claim.start != position {
        try segments[i].repair(startingAt: position, in: log, rules: rules)
      }
      switch segments[i].claim {
      case .rows(_, let end): position = end
      case .fault(_, let found): fault = fault ?? found
      case .empty, .unknown: preconditionFailure("\(segments[i].claim)")
      }
      if fault != nil { break }
      sums.append(segments[i].takeProfiles())
    }
    if let fault { return ParsedRows(fault: fault) }
    return ParsedRows(ProfileSums(bins: rules.bins, adding: sums))
  }

  @Test("a fingerprint tells what was written, added or cut, and is the same for the same file")
  func fingerprint() throws {
    let text = Self.text + [UInt8](repeating: 0x0A, count: 300_000)
    let path = try folder.write("log", text)
    let first = try Input(path: path).fingerprint()
    #expect(first.bytes == text.count)
    #expect(try Input(path: path).fingerprint() == first)
    for other in [
      text + [0x0A], text.dropLast(),
      [UInt8](Self.text.dropLast()) + text[(Self.text.count - 1)...].map { $0 == 0x0A ? 0x0D : $0 },
    ] {
      try Data(other).write(to: URL(fileURLWithPath: path))
      let found = try Input(path: path).fingerprint()
      #expect(found.bytes != first.bytes || found.sample != first.sample)
      #expect(found != first)
    }
    // A file that grows ends where the first rank found its end.
    try Data(text + Self.text).write(to: URL(fileURLWithPath: path))
    let grown = try Input(path: path, size: text.count)
    #expect(try grown.fingerprint().sample == first.sample)
    #expect(try grown.fingerprint().bytes == text.count)
  }
}
