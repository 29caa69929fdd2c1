import CZlib
import Foundation
import Testing

/// A report read back: its page, and what is in it.
struct UnpackedReport {
  let html: String
  let content: [String: Any]

  init(_ html: [UInt8]) throws {
    self.html = try #require(String(validating: html, as: UTF8.self))
    let text = try #require(
      Self.element("script type=\"application/json\" id=\"content\"", "script", in: self.html))
    content = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The text of the first element that begins like this.
  static func element(_ start: String, _ name: String, in html: String) -> String? {
    guard let open = html.range(of: "<\(start)>"),
      let close = html.range(of: "</\(name)>", range: open.upperBound..<html.endIndex)
    else { return nil }
    return String(html[open.upperBound..<close.lowerBound])
  }

  var stations: [[String: Any]] { content["stations"] as? [[String: Any]] ?? [] }

  func bytes(_ key: String, size: Int) throws -> [UInt8] {
    let text = try #require(content[key] as? String)
    let packed = Array(try #require(Data(base64Encoded: text)))
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var length = uLong(bytes.count)
    try #require(uncompress(&bytes, &length, packed, uLong(packed.count)) == Z_OK)
    try #require(Int(length) == size)
    return Array(bytes.prefix(size))
  }

  /// 16-bit numbers, upper bytes first, then lower ones.
  func numbers(_ key: String, count: Int) throws -> [UInt16] {
    let bytes = try bytes(key, size: 2 * count)
    return (0..<count).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[count + $0]) }
  }
}
