import Availability

/// Text as a CSV field.
package enum CSVText {
  /// Quoted by RFC 4180 where the text holds a comma, a quote or a line end, and where a reader would
  /// trim it.
  package static func field(_ bytes: [UInt8]) -> [UInt8] {
    let isTrimmed = bytes.first.map { $0 <= 0x20 } ?? true || bytes.last.map { $0 <= 0x20 } ?? true
    guard isTrimmed || bytes.contains(where: isSpecial) else { return bytes }
    let quote = UInt8(ascii: "\"")
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }
}

extension StationID {
  var csvField: [UInt8] { CSVText.field(bytes) }
}
