import SyntheticLogs
import Testing

/// One parsed row of a synthetic log.
struct Row {
  let collected: String
  let updated: String
  let free: Int
  let bikes: Int
  let station: Int
  let hour: Int
  let minute: Int

  var isClosed: Bool { free + bikes == 0 }
  /// Nothing of the log itself is older than its first reading.
  var isStale: Bool { updated < "2013-09-10 11:25:19" }
  /// The share of free docks.
  var availability: Double { Double(free) / Double(free + bikes) }

  init(_ line: Substring) throws {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    try #require(fields.count == 7, "\(line)")
    collected = String(fields[0])
    updated = String(fields[1])
    let numbers = fields[2...].map(\.canonicalNumber)
    free = try #require(numbers[0])
    bikes = try #require(numbers[1])
    station = try #require(numbers[2])
    hour = try #require(numbers[3])
    minute = try #require(numbers[4])
  }
}

extension Substring {
  /// A number without sign or leading zero.
  fileprivate var canonicalNumber: Int? {
    guard let number = Int(self), number >= 0, String(number) == self else { return nil }
    return number
  }
}

extension SyntheticNetwork {
  /// The whole log.
  func bytes(slotsPerBlock: Int = Self.slotsPerBlock) -> [UInt8] {
    var log: [UInt8] = []
    forEachBlock(slotsPerBlock: slotsPerBlock) { block in
      unsafe block.withUnsafeBytes { unsafe log.append(contentsOf: $0) }
    }
    return log
  }

  /// All rows, the header left out and the last line's end seen.
  func parsedRows() throws -> [Row] {
    let text = String(decoding: bytes(), as: UTF8.self)
    try #require(text.hasSuffix("\n"))
    return try text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
      .dropFirst().map { try Row($0) }
  }
}
