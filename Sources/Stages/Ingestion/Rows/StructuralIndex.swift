import CIngestion

/// The offsets of delimiters and line feeds in a stretch of text, and which of them end lines.
/// Owns its arrays, which are used again for the next stretch.
@safe package struct StructuralIndex: ~Copyable {
  /// Offsets in the text, ascending: `structuralCount` of them, and sixteen entries before that the reader may use.
  package private(set) var structurals: UnsafeMutablePointer<UInt32>
  /// For each line feed its ordinal among `structurals`.
  package private(set) var lineEnds: UnsafeMutablePointer<UInt32>
  /// Entries of `structurals`: delimiters and line feeds, with `hasQuotedFields` those outside of quotes.
  package private(set) var structuralCount = 0
  /// Entries of `lineEnds`: the line feeds among the structurals.
  package private(set) var lineCount = 0
  /// Some fields stand in quotes, each whole; what is in quotes is not among the structurals.
  package private(set) var hasQuotedFields = false
  /// A quote elsewhere, or a carriage return without line feed: rows with one must go to libcsv. Then
  /// the structurals are those of a text without quotes.
  package private(set) var needsCare = false
  private var capacity: Int
  /// Entries that the reader may use before the first; sixteen keep the rest aligned.
  private static let before = 16

  /// The instruction set of the scan on this CPU.
  package static var kernel: String { unsafe String(cString: velibcorr_structure_kernel()) }

  /// The index of an empty text. Its arrays grow to the longest text that is indexed.
  package init() {
    capacity = 0
    unsafe structurals = .allocate(capacity: 64 + Self.before) + Self.before
    unsafe lineEnds = .allocate(capacity: 64)
  }

  deinit {
    unsafe (structurals - Self.before).deallocate()
    unsafe lineEnds.deallocate()
  }

  /// Indexes a text of less than 2 GiB, and forgets the one before.
  package mutating func build(_ bytes: UnsafeRawBufferPointer, delimiter: UInt8) {
    reserve(bytes.count)
    var found = unsafe find(bytes, delimiter, quoted: false)
    hasQuotedFields = false
    needsCare = found.has_stray_return != 0
    // A second look, and a third where quotes are odd, is the price of quotes.
    if found.has_quote != 0 {
      found = unsafe find(bytes, delimiter, quoted: true)
      hasQuotedFields = found.has_odd_quote == 0 && found.has_stray_return == 0
      needsCare = !hasQuotedFields
      if needsCare { found = unsafe find(bytes, delimiter, quoted: false) }
    }
    structuralCount = found.structurals
    lineCount = found.lines
  }

  private func find(
    _ bytes: UnsafeRawBufferPointer, _ delimiter: UInt8, quoted: Bool
  ) -> velibcorr_structure {
    guard let base = bytes.baseAddress else { return velibcorr_structure() }
    return unsafe velibcorr_find_structure(
      base, bytes.count, delimiter, quoted ? 1 : 0, structurals, lineEnds)
  }

  private mutating func reserve(_ length: Int) {
    precondition(length < 1 << 31)
    guard length > capacity else { return }
    unsafe (structurals - Self.before).deallocate()
    unsafe lineEnds.deallocate()
    capacity = length
    unsafe structurals = .allocate(capacity: length + 64 + Self.before) + Self.before
    unsafe lineEnds = .allocate(capacity: length + 64)
  }
}
