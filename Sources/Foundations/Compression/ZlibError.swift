/// Why zlib cannot go on: its words, and its code (`zlib.h`).
package struct ZlibError: Error, Equatable {
  /// zlib's message, or the code where it has none.
  package let words: String
  /// `Z_DATA_ERROR` and the like.
  package let code: Int32

  /// zlib's words and code for one failure.
  package init(words: String, code: Int32) {
    self.words = words
    self.code = code
  }
}
