import Glibc

/// Tells the lines of offsets in a file, which are asked for in ascending order.
package struct LineCounter: ~Copyable {
  private let file: LogFile
  private var position = 0
  private var line = 1
  private var lastByte: UInt8 = 0
  private var window = Window(capacity: 1 << 20)

  /// Counts from the file's first byte, with a buffer of 1 MiB.
  package init(_ file: LogFile) { self.file = file }

  /// The line, from 1, that starts at `offset`: a line ends with LF, CR LF or CR.
  /// Throws `IngestionError.reading`.
  package mutating func line(at offset: Int) throws -> Int {
    while position < offset {
      window.count = 0
      let room = unsafe UnsafeMutableRawBufferPointer(
        rebasing: window.free[..<min(window.capacity, offset - position)])
      let count = try unsafe file.read(into: room, at: position)
      if count == 0 { break }
      window.count = count
      line += unsafe LineEnds.count(window.text, after: &lastByte)
      position += count
    }
    return line
  }
}

enum LineEnds {
  /// Line ends in a stretch of text; `last` is the byte before it, and then its own last byte.
  static func count(_ bytes: UnsafeRawBufferPointer, after last: inout UInt8) -> Int {
    guard let base = bytes.baseAddress, unsafe !bytes.isEmpty else { return 0 }
    let (feed, carriage) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    // Each CR and each LF ends a line, but a pair of them ends one.
    var count = unsafe occurrences(of: feed, base, bytes.count)
    if unsafe memchr(base, Int32(carriage), bytes.count) != nil || last == carriage {
      count += unsafe occurrences(of: carriage, base, bytes.count)
      var previous = last
      for i in bytes.indices {
        let byte = unsafe bytes[i]
        if previous == carriage && byte == feed { count -= 1 }
        previous = byte
      }
    }
    last = unsafe bytes[bytes.count - 1]
    return count
  }

  private static func occurrences(of byte: UInt8, _ base: UnsafeRawPointer, _ count: Int) -> Int {
    var (found, position) = (0, 0)
    while position < count, let hit = unsafe memchr(base + position, Int32(byte), count - position) {
      found += 1
      position = unsafe UnsafeRawPointer(hit) - base + 1
    }
    return found
  }
}
