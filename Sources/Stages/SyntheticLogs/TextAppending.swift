extension OutputRawSpan {
  /// The whole word is stored and the excess taken back: room for eight bytes is needed.
  @inline(__always)
  mutating func append(_ text: ShortText) {
    append(word: text.word)
    removeLast(8 - text.count)
  }

  @inline(__always)
  mutating func append(_ stamp: Stamp) {
    append(word: stamp.head)
    append(word: stamp.middle)
    append(word: stamp.tail)
  }

  /// All bytes of a word, the lowest first.
  @inline(__always)
  mutating func append<Word: FixedWidthInteger & BitwiseCopyable>(word: Word) {
    // Checked for room; it counts as unsafe because a type may have padding, an integer has none.
    unsafe append(word.littleEndian, as: Word.self)
  }
}
