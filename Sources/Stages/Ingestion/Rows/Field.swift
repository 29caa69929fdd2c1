import Glibc

/// What stands for quotes around text: also of other programs, of word processors, and of a formula that keeps zeros.
private let quotesAroundText: [(left: [UInt8], right: [UInt8])] = [
  ("\"", "\""), ("'", "'"), ("`", "`"), ("=\"", "\""), ("\u{201C}", "\u{201D}"), ("\u{201E}", "\u{201C}"),
  ("\u{2018}", "\u{2019}"), ("\u{AB}", "\u{BB}"),
].map { (left: Array($0.utf8), right: Array($1.utf8)) }

/// The bytes of one field; they belong to the buffer being parsed.
@unsafe struct Field {
  let start: UnsafePointer<UInt8>
  let count: Int

  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, count: Int) {
    unsafe self.start = start
    unsafe self.count = count
  }

  @inline(__always)
  subscript(_ i: Int) -> UInt8 { unsafe start[i] }

  var buffer: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(start: start, count: count) }
  var text: String { unsafe String(decoding: buffer, as: UTF8.self) }

  /// Calls `body` with a text as a field.
  static func withField<R>(_ text: String, _ body: (Field) -> R) -> R {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: BlockParser.slack)
    return unsafe bytes.withUnsafeBufferPointer {
      unsafe body(Field($0.baseAddress!, count: bytes.count - BlockParser.slack))
    }
  }

  /// Without spaces and tabs around.
  var trimmed: Field {
    var (first, end) = unsafe (0, count)
    while unsafe first < end && Self.isBlank(start[first]) { first += 1 }
    while unsafe end > first && Self.isBlank(start[end - 1]) { end -= 1 }
    return unsafe Field(start + first, count: end - first)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// An identifier without what stands around it by accident: blanks of all kinds, byte-order marks, zero-width
  /// characters, NULs, quotes; `7.0` is 7. Nil where nothing is left, or a word for nothing.
  var identifier: Field? {
    var field = unsafe self
    var before: Int
    repeat {
      before = unsafe field.count
      while unsafe field.count > 0, let dirt = unsafe field.dirtAtStart {
        unsafe field = Field(field.start + dirt, count: field.count - dirt)
      }
      while unsafe field.count > 0, let dirt = unsafe field.dirtAtEnd {
        unsafe field = Field(field.start, count: field.count - dirt)
      }
      unsafe field = field.withoutQuotes
    } while unsafe field.count < before
    unsafe field = field.withoutZeroFraction
    // A NUL within is what a crash has left of another row.
    guard unsafe field.count > 0, unsafe !field.isNothing, unsafe memchr(field.start, 0, field.count) == nil,
      unsafe !field.isCutByQuote
    else { return nil }
    return unsafe field
  }

  /// Is it its own identifier? Then the fast way may take it as it is.
  var isPlainIdentifier: Bool {
    guard unsafe !buffer.contains(where: { $0 < 0x20 }), let identifier = unsafe identifier else {
      return false
    }
    return unsafe identifier.start == start && identifier.count == count
  }

  private var dirtAtStart: Int? {
    if unsafe start[0] <= 0x20 || start[0] == 0x7F { return 1 }
    if unsafe count >= 2 && start[0] == 0xC2 && start[1] == 0xA0 { return 2 }
    return unsafe count >= 3 && Self.isDirt(start[0], start[1], start[2]) ? 3 : nil
  }

  private var dirtAtEnd: Int? {
    let end = unsafe start + count
    // A backslash was to escape the delimiter.
    if unsafe end[-1] <= 0x20 || end[-1] == 0x7F || end[-1] == UInt8(ascii: "\\") { return 1 }
    if unsafe count >= 2 && end[-2] == 0xC2 && end[-1] == 0xA0 { return 2 }
    return unsafe count >= 3 && Self.isDirt(end[-3], end[-2], end[-1]) ? 3 : nil
  }

  /// U+FEFF; U+2000 to U+200F; U+202F and U+2060; U+3000.
  private static func isDirt(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
    switch (a, b) {
    case (0xEF, 0xBB): c == 0xBF
    case (0xE2, 0x80): c <= 0x8F || c == 0xAF
    case (0xE2, 0x81): c == 0xA0
    case (0xE3, 0x80): c == 0x80
    default: false
    }
  }

  /// Without quotes on both sides, or one at an end that has no partner.
  private var withoutQuotes: Field {
    guard unsafe count > 1 else { return unsafe self }
    let quote = UInt8(ascii: "\"")
    for (left, right) in quotesAroundText {
      guard unsafe left[0] == start[0], unsafe count >= left.count + right.count,
        unsafe buffer.starts(with: left) && buffer.suffix(right.count).elementsEqual(right)
      else { continue }
      return unsafe Field(start + left.count, count: count - left.count - right.count)
    }
    guard unsafe start[0] == quote || start[count - 1] == quote,
      unsafe buffer.count(where: { $0 == quote }) == 1
    else { return unsafe self }
    return unsafe Field(start[0] == quote ? start + 1 : start, count: count - 1)
  }

  /// Is it a number but for one quote within?
  private var isCutByQuote: Bool {
    var quotes = 0
    for i in unsafe 0..<count where unsafe start[i] &- UInt8(ascii: "0") > 9 {
      guard unsafe start[i] == UInt8(ascii: "\"") else { return false }
      quotes += 1
    }
    return unsafe quotes == 1 && count > 1
  }

  private var withoutZeroFraction: Field {
    guard let point = unsafe buffer.firstIndex(of: UInt8(ascii: ".")), point > 0, unsafe point < count - 1
    else {
      return unsafe self
    }
    for i in unsafe 0..<count where i != point {
      let digit = unsafe start[i] &- UInt8(ascii: "0")
      guard i < point ? digit <= 9 : digit == 0 else { return unsafe self }
    }
    return unsafe Field(start, count: point)
  }

  /// Is it a word for no value?
  var isNothing: Bool {
    guard unsafe count <= 9, unsafe start[0] &- UInt8(ascii: "0") > 9 else { return false }
    // `NA` and `-` are names that a network may give.
    return unsafe ["null", "none", "nan", "\\n", "n/a"].contains(text.lowercased())
  }

  /// A count of docks or bikes: up to six digits, which a `.0` may follow (a column of counts that once
  /// had a gap is often written so). Nil for anything else: a million docks at one station is not a
  /// count but a fault of the collector.
  var docks: UInt32? {
    var value: UInt32 = 0
    var digits = 0
    while unsafe digits < count, let digit = unsafe Self.digit(start[digits]) {
      guard digits < 6 else { return nil }
      value = value * 10 + digit
      digits += 1
    }
    guard digits > 0 else { return nil }
    if unsafe digits == count { return value }
    guard unsafe start[digits] == UInt8(ascii: "."), unsafe count > digits + 1 else { return nil }
    for i in unsafe digits + 1..<count {
      guard unsafe start[i] == UInt8(ascii: "0") else { return nil }
    }
    return value
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    let digit = byte &- UInt8(ascii: "0")
    return digit <= 9 ? UInt32(digit) : nil
  }
}

/// Up to four digits that end before `end`, without a branch on their number: lengths of counts are
/// random and a mispredicted branch costs as much as the rest of the row. `isValid` is false for
/// anything but 1 to 4 digits. Reads the four bytes before `end`.
@inline(__always)
func shortCount(endingAt end: UnsafePointer<UInt8>, count: Int) -> (value: UInt32, isValid: Bool) {
  let word = unsafe UnsafeRawPointer(end - 4).loadUnaligned(as: UInt32.self).littleEndian
  let unused = UInt32(truncatingIfNeeded: 32 &- 8 &* count)
  let digits = (word ^ 0x3030_3030) & (UInt32.max &<< (unused & 31))
  let isDecimal = (digits | (digits &+ 0x0606_0606)) & 0xF0F0_F0F0 == 0
  let pairs = (digits & 0x00FF_00FF) &* 10 &+ ((digits &>> 8) & 0x00FF_00FF)
  let value = (pairs & 0xFFFF) &* 100 &+ (pairs &>> 16)
  return (value, isDecimal && UInt(bitPattern: count &- 1) < 4)
}
