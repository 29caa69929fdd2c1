/// Why zlib cannot go on: its words, and its code (`zlib.h`).
package struct ZlibError: Error, Equatable {
  package let words: String
  package let code: Int32

  package init(words: String, code: Int32) {
    self.words = words
    self.code = code
  }
}
