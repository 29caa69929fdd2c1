/// The texts of small numbers, made once.
struct DigitTables: Sendable {
  /// 0...70, each with a TAB.
  let counts = (0...70).map { ShortText($0, then: "\t") }
  /// 000...999 and a TAB, to be written over where none is wanted; first byte lowest.
  let threeDigits = (0...999).map { number in
    var text = ShortText()
    text.append(digit: number / 100)
    text.append(twoDigits: number % 100)
    text.append("\t")
    return UInt32(truncatingIfNeeded: text.word)
  }
}
