import Availability
import Digests
import Glibc
import Ingestion

private let key = "key"
private let blockSize = 64

/// Saved parts. As they come, or, as bytes never pass a digest by chance, header and body, cut where the second and third
/// byte say, with the right ones: whatever they hold, they are refused, or what they hold can be added, and saved again.
func fuzzParts(_ data: UnsafeBufferPointer<UInt8>) -> CInt {
  guard data.count > 3 else { return 0 }
  let bins = BinKind.allCases[Int(data[0]) % 3]
  let bytes = Array(data[3...])
  let cut = (Int(data[1]) | Int(data[2]) << 8) % (bytes.count + 1)
  let file = data[0] & 4 == 0 ? bytes : sealed(Array(bytes[..<cut])) + sealed(Array(bytes[cut...]))
  guard let part = decoded(file, bins) else { return 0 }
  let again = SavedPart(covers: part.covers, profiles: part.profiles, rejects: part.rejects).encoded(key: key)
  guard let same = SavedPartLike(again, bins) else { preconditionFailure("what was saved is damaged") }
  precondition(same == SavedPartLike(part), "saved again it is another")
  // Sums are used up by adding.
  let others = (0..<4).map { _ in decoded(file, bins)!.profiles }
  _ = ProfileSums(bins: bins, adding: [part.profiles, others[0], others[1]])
  _ = ProfileSums(bins: bins, adding: [others[2]], retracting: [others[3]])
  return 0
}

private func decoded(_ file: [UInt8], _ bins: BinKind) -> SavedPart? {
  try? SavedPart(key: key, bins: bins, blockSize: blockSize) { offset, count in
    offset < file.count ? Array(file[offset...].prefix(count)) : []
  }
}

private func sealed(_ bytes: [UInt8]) -> [UInt8] {
  let sha256 = SHA256()
  bytes.withUnsafeBytes { sha256.update($0) }
  return Array("vebpart2".utf8) + number(bytes.count) + bytes + Array(sha256.digest.sha256.utf8)
}

private func number(_ value: Int) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

/// What is compared of a part.
private struct SavedPartLike: Equatable {
  let inputs: [Int]
  let stations: [StationID]
  let closed: ClosedCounts
  let counts: RowCounts
  let rejects: [Int: [UInt8]]
  let tallies: [Int: [UInt128]]

  init(_ part: SavedPart) {
    let sums = part.profiles
    (inputs, rejects) = (part.covers.map(\.input), part.rejects)
    (stations, closed, counts) = (sums.stations, sums.closed, sums.counts)
    tallies = sums.pages.mapValues { page in
      sums.stations.indices.flatMap { row in (0..<24).map { page[row, $0].packed } }
    }
  }

  init?(_ file: [UInt8], _ bins: BinKind) {
    guard let part = decoded(file, bins) else { return nil }
    self.init(part)
  }
}

/// A part of a small log, as the target takes it.
func writePartSeeds(_ folder: String) {
  let text = "number,available_bike_stands,available_bikes,heure\n7,1,2,3\n8,x,2,3\n9,0,0,4\n7,2,2,5\n"
  let path = "\(folder)/log"
  write(Array(text.utf8), to: path)
  let log = try! Input(at: InputPlace(path), blockSize: blockSize).log!
  var segment = try! log.readSegment(0..<log.blockCount, rules: RowRules(), threads: 1)
  let profiles = segment.takeProfiles()
  let findings = StreamFindings(
    laterMembers: ["b"], leftAside: ["c"],
    stations: [StationID("7"): StationDetails(name: "x", place: .init(latitude: 1, longitude: 2))])
  let part = SavedPart(
    covers: [.init(input: 0, .blocks(segment)), .init(input: 1, .stream(findings))], profiles: profiles,
    rejects: [1: [65, 10]])
  let file = part.encoded(key: key)
  let length = file[8..<16].reversed().reduce(0) { $0 << 8 | Int($1) }
  let header = file[16..<16 + length]
  let body = file[(16 + length + 64 + 16)...].dropLast(64)
  write([4, UInt8(length & 255), UInt8(length >> 8)] + header + body, to: "\(folder)/part")
  unlink(path)
}

private func write(_ bytes: [UInt8], to path: String) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  precondition(Glibc.write(file, bytes, bytes.count) == bytes.count)
  close(file)
}
