import Glibc
import SystemPackage

/// An input, open for reading, whose header is understood. Owns the descriptor.
package final class LogFile: Sendable {
  /// A row longer than this is not bike-share data.
  static let longestRow = 64 << 20

  /// Bytes of a block; fits with its index into a core's second-level cache.
  package static let defaultBlockSize = 256 << 10

  package let path: String
  /// The grain in which the file is dealt to threads and ranks.
  package let blockSize: Int
  /// Size in bytes at the time of opening; nil for a pipe or another stream.
  package let size: Int?
  package let layout: RecordLayout
  /// Offset of the first row behind the header.
  let dataStart: Int
  /// What was read of a stream to find the header.
  let prefix: [UInt8]
  private let descriptor: FileDescriptor
  private let ownsDescriptor: Bool

  /// Opens `path` (`-`: standard input) and finds the columns in its header.
  package init(
    path: String, columns: ColumnChoice = ColumnChoice(), blockSize: Int = defaultBlockSize
  ) throws(IngestionError) {
    self.path = path
    self.blockSize = blockSize
    let isStandardInput = path == "-"
    ownsDescriptor = !isStandardInput
    do {
      descriptor = unsafe isStandardInput ? .standardInput : try FileDescriptor.open(path, .readOnly)
    } catch {
      throw .cannotOpen(path: path, error as! Errno)
    }
    var status = stat()
    guard unsafe fstat(descriptor.rawValue, &status) == 0 else {
      throw .cannotOpen(path: path, Errno(rawValue: errno))
    }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .isDirectory(path: path) }
    size = status.st_mode & S_IFMT == S_IFREG && !isStandardInput ? Int(status.st_size) : nil
    let header = try Self.readHeader(descriptor, path: path, isStream: size == nil, choice: columns)
    layout = header.layout
    dataStart = header.end
    prefix = header.prefix
  }

  deinit {
    if ownsDescriptor { try? descriptor.close() }
  }

  /// Reads up to `buffer.count` bytes at `offset`; fewer only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IngestionError) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count: Int
      do {
        count = try unsafe descriptor.read(fromAbsoluteOffset: Int64(offset + done), into: rest)
      } catch {
        throw .reading(path: path, offset: offset + done, error as! Errno)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Reads the next bytes of a stream; 0 at its end.
  func readNext(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IngestionError) -> Int {
    do {
      return try unsafe descriptor.read(into: buffer)
    } catch {
      throw .reading(path: path, offset: offset, error as! Errno)
    }
  }

  // MARK: - Header

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func readHeader(
    _ descriptor: FileDescriptor, path: String, isStream: Bool, choice: ColumnChoice
  ) throws(IngestionError) -> (layout: RecordLayout, end: Int, prefix: [UInt8]) {
    var bytes: [UInt8] = []
    var atEnd = false
    while true {
      let start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
      if let (names, delimiter, end) = headerRow(bytes, from: start, final: atEnd, choice: choice) {
        let layout: RecordLayout
        do {
          layout = try RecordLayout(header: names, delimiter: delimiter, choice: choice)
        } catch {
          throw .layout(path: path, error)
        }
        return (layout, end, isStream ? bytes : [])
      }
      guard !atEnd else { throw .empty(path: path) }
      guard bytes.count < LogFile.longestRow else {
        throw .rowTooLong(path: path, offset: 0, limit: LogFile.longestRow)
      }
      let filled = bytes.count
      let wanted = max(64 << 10, filled)
      var count = 0
      do {
        bytes.append(contentsOf: repeatElement(0, count: wanted))
        count = try unsafe bytes.withUnsafeMutableBytes { buffer in
          let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
          return unsafe isStream
            ? try descriptor.read(into: rest)
            : try descriptor.read(fromAbsoluteOffset: Int64(filled), into: rest)
        }
      } catch {
        throw .reading(path: path, offset: filled, error as! Errno)
      }
      bytes.removeLast(wanted - count)
      atEnd = count == 0
    }
  }

  /// The first row, read with the delimiter that finds the needed columns, else with the one that
  /// finds the most columns. Nil when the bytes hold no whole row.
  private static func headerRow(
    _ bytes: [UInt8], from start: Int, final: Bool, choice: ColumnChoice
  ) -> (names: [String], delimiter: UInt8, end: Int)? {
    var best: (names: [String], delimiter: UInt8, end: Int)?
    for delimiter in RecordLayout.delimiters {
      let parser = LibCSV(delimiter: delimiter)
      guard let (names, end) = firstRow(bytes, from: start, final: final, parser) else { continue }
      if (try? RecordLayout(header: names, delimiter: delimiter, choice: choice)) != nil {
        return (names, delimiter, end)
      }
      if names.count > best?.names.count ?? 0 { best = (names, delimiter, end) }
    }
    return best
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
