import CStructurals

/// The offsets of delimiters and line feeds in a stretch of text, and which of them end lines.
/// Owns its arrays, which are used again for the next stretch.
@safe package struct StructuralIndex: ~Copyable {
  package private(set) var structurals: UnsafeMutablePointer<UInt32>
  /// For each line feed its ordinal among `structurals`.
  package private(set) var lineEnds: UnsafeMutablePointer<UInt32>
  package private(set) var structuralCount = 0
  package private(set) var lineCount = 0
  /// A double quote, or a carriage return without line feed, somewhere in the text.
  package private(set) var needsCare = false
  private var capacity: Int
  /// Entries that the reader may use before the first; sixteen keep the rest aligned.
  private static let before = 16

  package init() {
    capacity = 0
    unsafe structurals = .allocate(capacity: 64 + Self.before) + Self.before
    unsafe lineEnds = .allocate(capacity: 64)
  }

  deinit {
    unsafe (structurals - Self.before).deallocate()
    unsafe lineEnds.deallocate()
  }

  package mutating func build(_ bytes: UnsafeRawBufferPointer, delimiter: UInt8) {
    reserve(bytes.count)
    guard let base = bytes.baseAddress else {
      (structuralCount, lineCount, needsCare) = (0, 0, false)
      return
    }
    let found = unsafe velibcorr_find_structure(base, bytes.count, delimiter, structurals, lineEnds)
    structuralCount = found.structurals
    lineCount = found.lines
    needsCare = found.has_quote != 0 || found.has_stray_return != 0
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
