import Glibc

/// Numbers as people read them: in messages, summaries and tables, never in data.
package enum Figures {
  /// Digits in threes: 1103787 -> "1,103,787".
  package static func grouped(_ number: some BinaryInteger) -> String { grouped(String(number)) }

  /// So many digits after the point, halves away from zero: 12.35 with one place -> "12.4".
  package static func fixed(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { scale, _ in 10 * scale }
    // Beyond 2^53 there is nothing to round.
    let isRounded = (value * scale).magnitude < 0x1p53
    return printed("%.\(places)f", isRounded ? (value * scale).rounded() / scale : value)
  }

  /// Four significant digits without trailing zeros, small and large ones with an exponent: 0.02134, 3.125e-05.
  package static func significant(_ value: Double) -> String { printed("%.4g", value) }

  /// Four significant digits for a column: 0.02130, 3.125, whole numbers without a point and in threes (12,410);
  /// 3.1e-09 beyond what a column has room for.
  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : "infinite" }
    if value == value.rounded() && value.magnitude < 1e15 { return grouped(printed("%.0f", value)) }
    guard (1e-4..<1e15).contains(value.magnitude) else { return printed("%.2g", value) }
    return grouped(fourDigits(value))
  }

  /// A part as per cent, without the sign: 0.873 -> "87.3".
  package static func percent(_ part: Double) -> String { fixed(100 * part, 1) }

  /// Seconds to the millisecond: "0.131 s".
  package static func seconds(_ seconds: Double) -> String { fixed(seconds, 3) + " s" }

  /// Seconds in the unit that suits them, four significant digits: "4.217 ms".
  package static func time(_ seconds: Double) -> String {
    for (scale, unit) in [(1.0, "s"), (1e-3, "ms"), (1e-6, "us")] where seconds >= scale {
      return "\(fourDigits(seconds / scale)) \(unit)"
    }
    return "\(fourDigits(seconds / 1e-9)) ns"
  }

  /// An interval of seconds in the unit that suits its upper end: "81.63 - 83.26 ms".
  package static func times(_ interval: ClosedRange<Double>) -> String {
    let high = time(interval.upperBound).split(separator: " ")
    let scale = ["s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9][String(high[1])]!
    return "\(fourDigits(interval.lowerBound / scale)) - \(high[0]) \(high[1])"
  }

  /// Bytes in decimal units: "999.9 kB", "12.3 MB".
  package static func size(_ bytes: Int) -> String {
    // As much as is rounded to less than a thousand.
    bytes < 999_950 ? fixed(Double(bytes) / 1e3, 1) + " kB" : fixed(Double(bytes) / 1e6, 1) + " MB"
  }

  /// With trailing zeros, so that numbers of one size stand below one another.
  private static func fourDigits(_ value: Double) -> String {
    value == 0 ? "0" : printed("%.\(max(0, 3 - Int(log10(value.magnitude).rounded(.down))))f", value)
  }

  /// Text with a point is left as it is.
  private static func grouped(_ text: String) -> String {
    let digits = text.drop { $0 == "-" }
    guard !digits.contains(".") else { return text }
    var grouped = String(text.prefix(text.count - digits.count))
    for (i, digit) in digits.enumerated() {
      if i > 0 && (digits.count - i) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return grouped
  }

  /// As `printf` writes one number; the greatest double has 309 digits before its point.
  private static func printed(_ format: String, _ value: Double) -> String {
    var text = [CChar](repeating: 0, count: 400)
    let count = unsafe withVaList([value]) { unsafe vsnprintf(&text, text.count, format, $0) }
    return String(
      decoding: text[..<min(Int(count), text.count - 1)].map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }
}
