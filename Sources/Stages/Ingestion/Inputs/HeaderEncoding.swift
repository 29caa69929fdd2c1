import Glibc

/// Encodings in which programs of other countries write a header, known by the names that they make of its bytes.
enum HeaderEncoding {
  /// As `iconv` calls them.
  private static let encodings = [
    "BIG5", "GB18030", "SHIFT_JIS", "EUC-KR", "CP1251", "CP1250", "MACINTOSH", "CP437",
  ]

  /// Nil for UTF-8, and where no encoding makes names of the first line by which columns are found.
  static func refusal(of bytes: [UInt8], path: String) -> IngestionError? {
    let line = Array(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
    guard line.contains(where: { $0 >= 0x80 }), String(validating: line, as: UTF8.self) == nil,
      let encoding = encodings.first(where: { decoded(line, $0).map(hasColumns) == true })
    else { return nil }
    return .refused(
      path: path, what: "its header is neither UTF-8 nor Latin-1, but \(encoding)",
      advice: "turn it into UTF-8: " + Cure(path).filter("iconv -f \(encoding) -t UTF-8", to: "-utf8.csv"))
  }

  private static func hasColumns(_ line: String) -> Bool {
    RecordLayout.delimiters.contains { delimiter in
      let separator = Character(Unicode.Scalar(delimiter))
      let names = line.split(separator: separator, omittingEmptySubsequences: false).map {
        ColumnNames.bare(String($0))
      }
      return names.count > 2
        && (try? RecordLayout(header: names, delimiter: delimiter, choice: ColumnChoice())) != nil
    }
  }

  /// Nil where the bytes are no text of the encoding, or where the system does not know it.
  private static func decoded(_ line: [UInt8], _ encoding: String) -> String? {
    guard let converter = unsafe iconv_open("UTF-8", encoding), unsafe converter != iconv_t(bitPattern: -1)
    else {
      return nil
    }
    defer { unsafe iconv_close(converter) }
    var input = line.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 4 * line.count)
    let rest = unsafe input.withUnsafeMutableBufferPointer { from in
      unsafe output.withUnsafeMutableBufferPointer { to -> (Int, Int)? in
        var (source, target) = (from.baseAddress, to.baseAddress)
        var (left, room) = (from.count, to.count)
        let count = unsafe iconv(converter, &source, &left, &target, &room)
        return count < 0 || left > 0 ? nil : (left, room)
      }
    }
    guard let (_, room) = rest else { return nil }
    return String(decoding: output.dropLast(room).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
