/// Times with the signs of Chinese, Japanese and Korean for the parts of a date and of a time of day, and for AM and PM, which
/// stand before it.
enum EastAsianTime {
  private static let before = ["上午", "午前", "오전"]
  private static let after = ["下午", "午後", "오후"]
  /// Behind a part: what stands for it in times that are read.
  private static let signs: [(signs: [String], plain: String)] = [
    (["年", "月", "년", "월"], "-"), (["日", "일"], " "), (["時", "时", "点", "시"], ":"), (["分", "분"], ":"),
    (["秒", "초"], ""),
  ]

  /// Nil where it has none of these signs.
  static func plain(_ text: String) -> String? {
    var plain = text
    for (signs, other) in signs {
      for sign in signs {
        plain = plain.replacing("\(sign) ", with: other).replacing(sign, with: other)
      }
    }
    var half = ""
    for (words, name) in [(before, " AM"), (after, " PM")] {
      for word in words where plain.contains(word) {
        plain = plain.replacing(word, with: " ")
        half = name
      }
    }
    guard plain != text else { return nil }
    let words = plain.split(separator: " ").joined(separator: " ")
    return (words.hasSuffix(":") ? String(words.dropLast()) : words) + half
  }

  /// The same of a field by awk.
  static func script(_ field: String) -> String {
    let parts = signs.map { "gsub(/(\($0.signs.joined(separator: "|"))) ?/,\"\($0.plain)\",\(field))" }
    let halves = [(before, "AM"), (after, "PM")].map { words, name in
      "if(sub(/ *(\(words.joined(separator: "|"))) */,\" \",\(field)))h=\" \(name)\""
    }
    let rest = "gsub(/ +/,\" \",\(field));sub(/[: ]+$/,\"\",\(field));\(field)=\(field) h"
    return (parts + ["h=\"\""] + halves + [rest]).joined(separator: ";")
  }
}
