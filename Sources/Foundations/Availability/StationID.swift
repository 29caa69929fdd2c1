/// A station's identifier: the bytes that the log writes, `8001` or `31024_relais`.
package struct StationID: Hashable, Sendable {
  /// As in the log, trimmed; of any encoding.
  package let bytes: [UInt8]

  /// The identifier of these bytes.
  package init(bytes: [UInt8]) { self.bytes = bytes }
  /// The identifier that UTF-8 writes so.
  package init(_ text: String) { bytes = Array(text.utf8) }

  /// All bytes at once: an array's own hash takes them one by one.
  package func hash(into hasher: inout Hasher) {
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }

  /// Optional sign and ASCII digits.
  package var isInteger: Bool {
    let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
    return !digits.isEmpty && digits.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }
}

extension StationID: CustomStringConvertible {
  package var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension StationID {
  /// The order of stations in every output: numeric when all are integers, else by bytes.
  /// Integers of equal value (`7`, `007`) follow by bytes.
  package static func inOrder(_ stations: [StationID]) -> [StationID] {
    guard stations.allSatisfy(\.isInteger) else {
      return stations.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
    let isSmall = stations.allSatisfy { $0.bytes.count <= 18 }
    return isSmall ? sorted(stations) { $0.smallInteger } : sorted(stations) { Magnitude($0) }
  }

  private static func sorted<Number: Comparable>(
    _ stations: [StationID], by number: (StationID) -> Number
  ) -> [StationID] {
    let numbers = stations.map(number)
    return stations.indices.sorted { a, b in
      if numbers[a] != numbers[b] { return numbers[a] < numbers[b] }
      return stations[a].bytes.lexicographicallyPrecedes(stations[b].bytes)
    }
    .map { stations[$0] }
  }

  /// The value of an integer of up to 18 bytes.
  private var smallInteger: Int {
    let isNegative = bytes[0] == UInt8(ascii: "-")
    let magnitude = bytes[(isNegative ? 1 : 0)...].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return isNegative ? -magnitude : magnitude
  }

  /// An integer of any length, compared without converting it.
  private struct Magnitude: Comparable {
    let isNegative: Bool
    let digits: ArraySlice<UInt8>

    init(_ station: StationID) {
      let sign = station.bytes.first == UInt8(ascii: "-")
      digits = station.bytes.dropFirst(sign ? 1 : 0).drop { $0 == UInt8(ascii: "0") }
      isNegative = sign && !digits.isEmpty
    }

    static func < (a: Magnitude, b: Magnitude) -> Bool {
      if a.isNegative != b.isNegative { return a.isNegative }
      let (small, large) = a.isNegative ? (b, a) : (a, b)
      if small.digits.count != large.digits.count { return small.digits.count < large.digits.count }
      return small.digits.lexicographicallyPrecedes(large.digits)
    }
  }
}
