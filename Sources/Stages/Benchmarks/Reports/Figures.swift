import Glibc

/// Numbers for people.
enum Figures {
  /// Four significant digits, whole numbers without a point, thousands apart: 0.02134, 3.125, 12,410; 3.1e-09 beyond.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : "infinite" }
    if value == value.rounded() && value.magnitude < 1e15 { return grouped(format("%.0f", value)) }
    guard (1e-4..<1e15).contains(value.magnitude) else { return format("%.2g", value) }
    return grouped(significant(value))
  }

  /// "4.217 ms".
  static func time(_ seconds: Double) -> String {
    for (scale, unit) in [(1.0, "s"), (1e-3, "ms"), (1e-6, "us")] where seconds >= scale {
      return "\(significant(seconds / scale)) \(unit)"
    }
    return "\(significant(seconds / 1e-9)) ns"
  }

  /// "87.3".
  static func percent(_ share: Double) -> String { format("%.1f", 100 * share) }

  static func fixed(_ value: Double, _ places: Int) -> String { format("%.\(places)f", value) }

  private static func significant(_ value: Double) -> String {
    value == 0 ? "0" : format("%.\(max(0, 3 - Int(log10(value.magnitude).rounded(.down))))f", value)
  }

  /// 1234567 -> 1,234,567; what has a point is left as it is.
  private static func grouped(_ text: String) -> String {
    let digits = text.drop { $0 == "-" }
    guard !digits.contains(".") else { return text }
    var grouped = ""
    for (i, digit) in digits.enumerated() {
      if i > 0 && (digits.count - i) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return text.prefix(text.count - digits.count) + grouped
  }

  private static func format(_ format: String, _ value: Double) -> String {
    var text = [CChar](repeating: 0, count: 400)
    let count = unsafe withVaList([value]) { unsafe vsnprintf(&text, text.count, format, $0) }
    return String(decoding: text[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
