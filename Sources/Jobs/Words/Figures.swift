import Glibc

/// Numbers for people.
package enum Figures {
  /// 1103787 -> "1,103,787"
  package static func grouped(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number))
    return String(
      digits.enumerated().flatMap { i, digit in
        i > 0 && (digits.count - i) % 3 == 0 ? [",", digit] : [digit]
      })
  }

  /// "0.131 s"
  package static func seconds(_ seconds: Double) -> String { fixed(seconds, 3) + " s" }

  /// "12.5 MB"
  package static func size(_ bytes: Int) -> String {
    bytes < 1_000_000 ? fixed(Double(bytes) / 1e3, 1) + " kB" : fixed(Double(bytes) / 1e6, 1) + " MB"
  }

  /// Four significant digits: 0.02134, 3.125e-05.
  package static func significant(_ value: Double) -> String {
    var text = [CChar](repeating: 0, count: 32)
    let count = unsafe withVaList([value]) { unsafe vsnprintf(&text, text.count, "%.4g", $0) }
    return String(decoding: text[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// So many digits after the point.
  package static func fixed(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int64((value * Double(scale)).rounded())
    let fraction = String(scaled % Int64(scale))
    return "\(scaled / Int64(scale))." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
