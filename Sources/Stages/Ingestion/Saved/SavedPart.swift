import Availability
import Digests

/// Exact sums of a part of the inputs, and which part that is, as a file: what a run has read need not be read again.
///
/// The file is a header, which says what the part covers, and a body, the sums; each is a length, so many bytes and
/// their SHA-256, so that a file that was cut or changed is known.
package struct SavedPart: Sendable {
  /// An input, and how much of it was read.
  package struct Cover: Sendable {
    /// Number of the input among the run's.
    package let input: Int
    /// The blocks that were read, or all of it.
    package let extent: Extent

    /// An extent of input number `input`.
    package init(input: Int, _ extent: Extent) {
      self.input = input
      self.extent = extent
    }
  }

  /// How much of an input a part has.
  package enum Extent: Sendable {
    /// Some of its blocks; the segment has no profiles of its own.
    case blocks(Segment)
    /// All of an input that comes but once.
    case stream(StreamFindings)
  }

  /// The file is not what was written, or belongs to another run.
  package struct Damage: Error {}

  /// The extents whose rows are in `profiles`.
  package let covers: [Cover]
  /// Sums over all of `covers` together.
  package let profiles: ProfileSums
  /// By number of the input: the faulty rows of streams, as text.
  package let rejects: [Int: [UInt8]]

  /// A part to be saved. Segments in `covers` are written without their profiles.
  package init(covers: [Cover], profiles: ProfileSums, rejects: [Int: [UInt8]] = [:]) {
    self.covers = covers
    self.profiles = profiles
    self.rejects = rejects
  }

  /// `key` stands for all that determines what rows become, inputs and options.
  package func encoded(key: String) -> [UInt8] {
    var header = PartWriter()
    header.write(key)
    header.write(covers) { $0.write($1) }
    var body = PartWriter()
    body.write(profiles)
    body.write(rejects.sorted { $0.key < $1.key }) {
      $0.write($1.key)
      $0.write($1.value)
    }
    return Self.sealed(header.bytes) + Self.sealed(body.bytes)
  }

  /// Reads the part's covers, from the front of its file alone. `read` gives so many bytes at an offset, or fewer.
  ///
  /// - Throws: `Damage`, also for another key; else what `read` throws.
  package static func covers(
    key: String, blockSize: Int, _ read: (_ offset: Int, _ count: Int) throws -> [UInt8]
  ) throws -> [Cover] {
    var reader = PartReader(try unsealed(at: 0, read).bytes[...])
    guard try reader.string() == key else { throw Damage() }
    return try reader.list { (reader) throws(Damage) in try reader.cover(blockSize) }
  }

  /// The whole part.
  ///
  /// - Throws: `Damage`, also for another key; else what `read` throws.
  package init(
    key: String, bins: BinKind, blockSize: Int, _ read: (_ offset: Int, _ count: Int) throws -> [UInt8]
  ) throws {
    covers = try Self.covers(key: key, blockSize: blockSize, read)
    let body = try Self.unsealed(at: Self.unsealed(at: 0, read).end, read)
    var reader = PartReader(body.bytes[...])
    profiles = try reader.profiles(bins)
    let rejects = try reader.list { (reader) throws(Damage) in (try reader.number(), try reader.text()) }
    self.rejects = Dictionary(rejects) { first, _ in first }
  }

  // MARK: - Checksums

  private static let mark = 0x3274_7261_7062_6576  // "vebpart2"
  private static let digestCount = 64

  private static func sealed(_ bytes: [UInt8]) -> [UInt8] {
    var writer = PartWriter()
    writer.write(mark)
    writer.write(bytes)
    return writer.bytes + Array(digest(bytes).utf8)
  }

  private static func unsealed(
    at offset: Int, _ read: (_ offset: Int, _ count: Int) throws -> [UInt8]
  ) throws -> (bytes: [UInt8], end: Int) {
    let start = offset + 2 * MemoryLayout<Int>.size
    var reader = PartReader(try read(offset, start - offset)[...])
    let (mark, count) = (try reader.number(), try reader.number())
    // More than any part has: what is read is not a length.
    guard mark == Self.mark, count >= 0, count < 1 << 40 else { throw Damage() }
    let bytes = try read(start, count)
    let expected = try read(start + count, digestCount)
    guard bytes.count == count, Array(digest(bytes).utf8) == expected else { throw Damage() }
    return (bytes, start + count + digestCount)
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    let sha256 = SHA256()
    unsafe bytes.withUnsafeBytes { unsafe sha256.update($0) }
    return sha256.digest.sha256
  }
}

// MARK: - Parts as bytes

extension PartWriter {
  fileprivate mutating func write(_ cover: SavedPart.Cover) {
    write(cover.input)
    switch cover.extent {
    case .blocks(let segment):
      write(segment.blocks.lowerBound)
      write(segment.joints) { writer, joint in
        writer.write(joint.start ?? -1)
        writer.write(joint.end ?? -1)
        writer.write(joint.hasRejects ? 1 : 0)
      }
      write(segment.counts, segment.span)
    case .stream(let findings):
      write(-1)
      write(findings.laterMembers) { $0.write($1) }
      write(findings.leftAside) { $0.write($1) }
      write(Array(findings.stations)) { writer, station in
        writer.write(station.key.bytes)
        writer.write(station.value.name.map { [$0] } ?? []) { $0.write($1) }
        let place = station.value.place.map { [$0.latitude, $0.longitude] } ?? []
        writer.write(place) { $0.write(Int(bitPattern: UInt($1.bitPattern))) }
      }
      write(findings.counts, findings.span)
    }
  }

  private mutating func write(_ counts: RowCounts, _ span: TimeSpan) {
    write(counts.numbers) { $0.write(Int($1)) }
    write(span.numbers) { $0.write($1) }
  }

  fileprivate mutating func write(_ profiles: ProfileSums) {
    write(profiles.counts, profiles.span)
    write(profiles.stations) { $0.write($1.bytes) }
    write(Array(profiles.closed.counts)) { writer, closed in
      writer.write(Int(closed.key.row))
      writer.write(Int(closed.key.bin))
      writer.write(Int(closed.value))
    }
    write(profiles.pages.sorted { $0.key < $1.key }) {
      $0.write($1.key)
      $0.write($1.value, stations: profiles.stations.count)
    }
  }
}

extension PartReader {
  // More than any log has: what is read is not a number of these.
  private static let mostBlocks = 1 << 40
  private static let mostRows = 1 << 50
  private static let mostDays = 1 << 24

  fileprivate mutating func cover(_ blockSize: Int) throws(SavedPart.Damage) -> SavedPart.Cover {
    let input = try number()
    let first = try number(-1..<Self.mostBlocks)
    guard first >= 0 else {
      let members = try list { (reader) throws(SavedPart.Damage) in try reader.string() }
      let aside = try list { (reader) throws(SavedPart.Damage) in try reader.string() }
      let stations = try list { (reader) throws(SavedPart.Damage) in
        let station = StationID(bytes: try reader.text())
        let name = try reader.list { (reader) throws(SavedPart.Damage) in try reader.string() }.first
        let place = try reader.list { (reader) throws(SavedPart.Damage) in
          Double(bitPattern: UInt64(UInt(bitPattern: try reader.number())))
        }
        return (
          station,
          StationDetails(
            name: name,
            place: place.count == 2 ? .init(latitude: place[0], longitude: place[1]) : nil)
        )
      }
      var findings = StreamFindings(
        laterMembers: members, leftAside: aside, stations: Dictionary(stations) { first, _ in first })
      (findings.counts, findings.span) = try account()
      return .init(input: input, .stream(findings))
    }
    let joints = try list { (reader) throws(SavedPart.Damage) in
      let (start, end, hasRejects) = (try reader.number(), try reader.number(), try reader.number())
      return Segment.Joint(
        start: start < 0 ? nil : start, end: end < 0 ? nil : end, hasRejects: hasRejects == 1)
    }
    var segment = Segment(
      blocks: first..<first + joints.count, blockSize: blockSize, profiles: ProfileSums(bins: .hourOfDay),
      joints: joints)
    let (counts, span) = try account()
    segment.count(counts, span)
    return .init(input: input, .blocks(segment))
  }

  private mutating func account() throws(SavedPart.Damage) -> (RowCounts, TimeSpan) {
    let counts = try list { (reader) throws(SavedPart.Damage) in
      Int64(try reader.number(-Self.mostRows..<Self.mostRows))
    }
    let span = try list { (reader) throws(SavedPart.Damage) in try reader.number() }
    guard counts.count == RowCounts().numbers.count, span.count == TimeSpan.numberCount else {
      throw SavedPart.Damage()
    }
    return (RowCounts(counts), TimeSpan(span))
  }

  fileprivate mutating func profiles(_ bins: BinKind) throws(SavedPart.Damage) -> ProfileSums {
    let (counts, span) = try account()
    let stations = try list { (reader) throws(SavedPart.Damage) in StationID(bytes: try reader.text()) }
    guard Set(stations).count == stations.count else { throw SavedPart.Damage() }
    let closed = try list { (reader) throws(SavedPart.Damage) in
      let (row, bin) = (try reader.number(stations.indices), try reader.number(0..<24 * Self.mostDays))
      let count = try reader.number(-Self.mostRows..<Self.mostRows)
      return (ClosedCounts.Place(row: row, key: 0, hour: bin), Int64(count))
    }
    let pages = try list { (reader) throws(SavedPart.Damage) in
      (try reader.number(-Self.mostDays..<Self.mostDays), try reader.page(stations: stations.count))
    }
    return ProfileSums(
      bins: bins, stations: stations, pages: Dictionary(pages) { first, _ in first },
      closed: ClosedCounts(Dictionary(closed) { first, _ in first }), counts: counts, span: span)
  }
}
