import CLibCSV

/// libcsv's parser: the grammar that both readers obey. Owns one `csv_parser` and the fields of the
/// row being read.
@safe package final class LibCSV {
  /// The end of an attempt to read a row; offsets are those of the bytes given.
  package enum Outcome: Equatable {
    /// A row that ends before this offset; its fields are in `fields`.
    case row(end: Int)
    /// Nothing but spaces and line ends up to this offset: no row.
    case blank(end: Int)
    /// The bytes end within a row.
    case incomplete
  }

  let delimiter: UInt8
  private var parser = unsafe csv_parser()
  /// The fields of a row one after the other, with readable bytes around.
  private var text = [UInt8](repeating: 0, count: slack)
  private var ends: [Int] = []
  private var ranges: [FieldRange] = []
  private static let slack = BlockParser.slack
  private var rowEnded = false
  /// Lines of the row read last: more than one where a field holds line ends.
  private(set) var lineCount = 0
  /// Did the row read last end with the input, within quotes?
  private(set) var isOpenAtEnd = false

  /// A parser of rows whose fields are separated by this byte; quotes are `"`, doubled within a field.
  package init(delimiter: UInt8) {
    self.delimiter = delimiter
    // Fails only for unknown options.
    unsafe precondition(csv_init(&parser, 0) == 0)
    unsafe csv_set_delim(&parser, delimiter)
  }

  deinit { unsafe csv_free(&parser) }

  /// Fields of the row read last.
  package var fieldCount: Int { ends.count }

  /// Calls `body` with field `i` of the row read last, unquoted and trimmed as libcsv does.
  func withField<R>(_ i: Int, _ body: (Field) -> R) -> R {
    let start = i == 0 ? Self.slack : ends[i - 1]
    let count = ends[i] - start
    return unsafe text.withUnsafeBufferPointer { unsafe body(Field($0.baseAddress! + start, count: count)) }
  }

  /// Calls `body` with the row read last, unquoted and trimmed as libcsv does.
  func withRow<R>(_ body: (ScannedRow) -> R) -> R {
    ranges.removeAll(keepingCapacity: true)
    var start = Self.slack
    for end in ends {
      ranges.append(FieldRange(start: Int32(start), end: Int32(end)))
      start = end
    }
    return unsafe text.withUnsafeBufferPointer { text in
      unsafe ranges.withUnsafeBufferPointer { unsafe body(ScannedRow(base: text.baseAddress!, fields: $0)) }
    }
  }

  /// The fields as text: UTF-8, or Latin-1 where they are not.
  package var strings: [String] { decoded.strings }

  /// The fields as text, and whether they are UTF-8; else they are read as Latin-1.
  var decoded: (strings: [String], isUTF8: Bool) {
    let fields = ends.indices.map { i in unsafe withField(i) { unsafe Array($0.buffer) } }
    let strings = fields.compactMap { String(validating: $0, as: UTF8.self) }
    guard strings.count < fields.count else { return (strings, true) }
    return (fields.map { String(String.UnicodeScalarView($0.map { Unicode.Scalar($0) })) }, false)
  }

  /// Reads the row that starts at `start`. A row ends at a carriage return or line feed outside quotes
  /// (CR LF counts as one end), or with the bytes when these are the `final` ones of the input.
  package func readRow(_ bytes: UnsafeRawBufferPointer, from start: Int, final: Bool) -> Outcome {
    text.removeLast(text.count - Self.slack)
    ends.removeAll(keepingCapacity: true)
    rowEnded = false
    lineCount = 0
    isOpenAtEnd = false
    var position = start
    while let end = unsafe bytes.endOfLine(from: position) {
      // A row can only end with its line, so line by line shows where it did.
      unsafe feed(UnsafeRawBufferPointer(rebasing: bytes[position..<end]))
      position = end
      lineCount += 1
      guard isBetweenRows else { continue }
      if unsafe bytes[end - 1] == UInt8(ascii: "\r") {
        if end == bytes.count && !final { return .incomplete }
        if unsafe end < bytes.count && bytes[end] == UInt8(ascii: "\n") { position += 1 }
      }
      return rowEnded ? .row(end: position) : .blank(end: position)
    }
    guard final else {
      reset()
      return .incomplete
    }
    if position < bytes.count {
      unsafe feed(UnsafeRawBufferPointer(rebasing: bytes[position...]))
      lineCount += 1
    }
    isOpenAtEnd = isWithinQuotes
    finish()
    return rowEnded ? .row(end: bytes.count) : .blank(end: bytes.count)
  }

  /// The state that libcsv starts with and comes back to after each row.
  private var isBetweenRows: Bool { unsafe parser.pstate == 0 }

  /// In the field of a quote that nothing has closed yet.
  private var isWithinQuotes: Bool { unsafe parser.quoted != 0 && parser.pstate == 2 }

  private func feed(_ bytes: UnsafeRawBufferPointer) {
    let taken = unsafe csv_parse(
      &parser, bytes.baseAddress, bytes.count, Self.takeField, Self.endRow, context)
    // libcsv stops early only when memory runs out.
    precondition(taken == bytes.count, "libcsv: out of memory")
  }

  private func finish() {
    unsafe precondition(csv_fini(&parser, Self.takeField, Self.endRow, context) == 0, "libcsv: out of memory")
  }

  /// Forgets the row begun.
  private func reset() { finish() }

  private var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

  private static let takeField:
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
      bytes, count, context in
      let reader = unsafe Unmanaged<LibCSV>.fromOpaque(context!).takeUnretainedValue()
      if count > 0 {
        unsafe reader.text.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
      }
      reader.ends.append(reader.text.count)
    }

  private static let endRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    let reader = unsafe Unmanaged<LibCSV>.fromOpaque(context!).takeUnretainedValue()
    reader.rowEnded = true
    reader.text.append(contentsOf: repeatElement(0, count: slack))
  }
}

extension UnsafeRawBufferPointer {
  /// The offset after the first carriage return or line feed at or after `start`.
  func endOfLine(from start: Int) -> Int? {
    guard start < count else { return nil }
    for i in start..<count where unsafe self[i] == UInt8(ascii: "\n") || self[i] == UInt8(ascii: "\r") {
      return i + 1
    }
    return nil
  }
}
