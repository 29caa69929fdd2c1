import Availability

/// Finds the columns in the first row of an input.
struct HeaderReader {
  struct Header {
    let content: LogFile.Content
    /// Offset of the first row behind the header.
    let end: Int
  }

  let path: String
  let columns: ColumnChoice
  let needsTime: Bool

  /// Behind a byte-order mark.
  static func textStart(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// Looks at as much of the stream as the header takes; all of it stays to be read.
  func read(_ stream: PeekableStream) throws -> Header {
    var wanted = 64 << 10
    while true {
      let bytes = try stream.peek(wanted)
      let isWhole = bytes.count < wanted
      let start = Self.textStart(bytes)
      if let header = try header(bytes, from: start, final: isWhole) { return header }
      guard !isWhole else { throw IngestionError.empty(path: path) }
      guard wanted < LogFile.longestRow else {
        throw IngestionError.refused(
          path: path, what: "no line of its first \(wanted >> 20) MiB ends",
          advice: "a log starts with a header line that names its columns")
      }
      wanted *= 2
    }
  }

  /// The first row, read with the delimiter that finds the needed columns, else with the one that
  /// finds the most columns. Nil when the bytes hold no whole row.
  private func header(_ bytes: [UInt8], from start: Int, final: Bool) throws -> Header? {
    var best: [String] = []
    var complaint: LayoutError?
    for delimiter in RecordLayout.delimiters {
      guard let (names, end) = Self.firstRow(bytes, from: start, final: final, LibCSV(delimiter: delimiter))
      else { continue }
      if ProfileFile.isHeader(names) {
        guard let file = ProfileFile(columnName: names.last!) else {
          throw IngestionError.profiles(path: path, .header(names.last!))
        }
        return Header(content: .profiles(file), end: end)
      }
      do throws(LayoutError) {
        let layout = try RecordLayout(
          header: names, delimiter: delimiter, choice: columns, needsTime: needsTime)
        return Header(content: .records(layout), end: end)
      } catch {
        if names.count > best.count { (best, complaint) = (names, error) }
      }
    }
    guard var complaint else { return nil }
    complaint.hasNestedValues = Self.hasNestedValues(bytes)
    throw IngestionError.layout(path: path, complaint)
  }

  /// A field that starts with a brace, as exports of an API's answers have.
  private static func hasNestedValues(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
    return text.contains("\"{") || text.contains(",{")
  }

  private static func firstRow(
    _ bytes: [UInt8], from start: Int, final: Bool, _ parser: LibCSV
  ) -> ([String], Int)? {
    unsafe bytes.withUnsafeBytes { buffer in
      var position = start
      while position < buffer.count {
        switch unsafe parser.readRow(buffer, from: position, final: final) {
        case .row(let end): return (parser.strings, end)
        case .blank(let end): position = end
        case .incomplete: return nil
        }
      }
      return nil
    }
  }
}
