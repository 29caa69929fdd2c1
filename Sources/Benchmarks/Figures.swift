import Glibc

/// Numbers for people.
enum Figures {
  /// Four significant digits at most, thousands apart: 0.02134, 3.125, 12,410; 3.1e-09 beyond.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : "infinite" }
    let magnitude = value.magnitude
    if magnitude == 0 { return "0" }
    guard (1e-4..<1e15).contains(magnitude) else { return format("%.2g", value) }
    let isWhole = magnitude == magnitude.rounded()
    let places = isWhole ? 0 : max(0, 3 - Int(log10(magnitude).rounded(.down)))
    let text = format("%.\(places)f", value)
    guard places == 0 else { return text }
    let digits = text.drop { $0 == "-" }
    var grouped = ""
    for (i, digit) in digits.enumerated() {
      if i > 0 && (digits.count - i) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return (value < 0 ? "-" : "") + grouped
  }

  /// "4.217 ms".
  static func time(_ seconds: Double) -> String {
    for (scale, unit) in [(1.0, "s"), (1e-3, "ms"), (1e-6, "us")] where seconds >= scale {
      return "\(number(seconds / scale)) \(unit)"
    }
    return "\(number(seconds / 1e-9)) ns"
  }

  /// "87.3".
  static func percent(_ share: Double) -> String { format("%.1f", 100 * share) }

  static func fixed(_ value: Double, _ places: Int) -> String { format("%.\(places)f", value) }

  private static func format(_ format: String, _ value: Double) -> String {
    var text = [CChar](repeating: 0, count: 400)
    let count = unsafe withVaList([value]) { unsafe vsnprintf(&text, text.count, format, $0) }
    return String(decoding: text[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
