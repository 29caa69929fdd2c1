/// Text as a field of CSV.
package enum CSVText {
  /// Quoted by RFC 4180 where the text holds a comma, a quote or a line end, where a reader would trim it, and where
  /// it is empty, as what is not quoted then reads as missing.
  package static func field(_ bytes: [UInt8]) -> [UInt8] {
    let isTrimmed = bytes.first.map { $0 <= 0x20 } ?? true || bytes.last.map { $0 <= 0x20 } ?? true
    guard isTrimmed || bytes.contains(where: isSpecial) else { return bytes }
    let quote = UInt8(ascii: "\"")
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }

  /// The same of a string.
  package static func field(_ text: String) -> String {
    String(decoding: field(Array(text.utf8)), as: UTF8.self)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }
}
