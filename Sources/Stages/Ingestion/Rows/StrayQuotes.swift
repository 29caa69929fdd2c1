import Glibc

extension LibCSV {
  /// Has the row read last, whose bytes are `bytes`, a station in this column? None in a quoted field that goes on
  /// behind its closing quote, `"M"all"`: libcsv takes that quote for text, but no writer puts it there.
  func hasStation(at column: Int, of bytes: UnsafeRawBufferPointer) -> Bool {
    unsafe withField(column) { field in
      guard let station = unsafe field.identifier else { return false }
      // What is doubled in order looks the same here.
      return unsafe memchr(station.start, Int32(UInt8(ascii: "\"")), station.count) == nil
        || !goesOnBehindQuote(column, of: bytes)
    }
  }

  /// Does this field of a row go on behind the quote that closes it?
  private func goesOnBehindQuote(_ column: Int, of bytes: UnsafeRawBufferPointer) -> Bool {
    unsafe rests(of: bytes).contains { $0.column == column }
  }

  /// What is left of a row's bytes wherever a quoted field goes on behind its closing quote, by the states of libcsv.
  func rests(of bytes: UnsafeRawBufferPointer) -> [(column: Int, start: Int)] {
    enum State { case start, plain, quoted, closed, closedBeforeBlanks }
    let quote = UInt8(ascii: "\"")
    var (state, column) = (State.start, 0)
    var found: [(column: Int, start: Int)] = []
    for place in 0..<bytes.count {
      let byte = unsafe bytes[place]
      let isEnd = byte == delimiter || byte == 0x0A || byte == 0x0D
      let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
      switch state {
      case .quoted:
        if byte == quote { state = .closed }
      case _ where isEnd:
        (state, column) = (.start, column + 1)
      case .start:
        if !isBlank { state = byte == quote ? .quoted : .plain }
      case .plain: break
      case .closed where byte == quote:
        state = .quoted
      case .closed where isBlank, .closedBeforeBlanks where isBlank:
        state = .closedBeforeBlanks
      case .closed, .closedBeforeBlanks:
        found.append((column, place))
        // Behind blanks, a quote may close the field again.
        state = byte == quote ? .closed : .quoted
      }
    }
    return found
  }
}
