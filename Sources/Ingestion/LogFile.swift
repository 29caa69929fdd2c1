import Availability
import Glibc
import Synchronization
import SystemPackage

/// An input, open for reading, whose header is understood. Owns the descriptor.
package final class LogFile: @unchecked Sendable {
  /// A row longer than this is not bike-share data.
  static let longestRow = 16 << 20
  /// Bytes of a block; fits with its index into a core's second-level cache.
  package static let defaultBlockSize = 256 << 10

  /// The place of a row among all inputs: the number of its input above so many bits for its byte.
  static let orderBits = 48

  package enum Content: Equatable, Sendable {
    case records(RecordLayout)
    case profiles(ProfileFile)
  }

  package let path: String
  /// The member of an archive that is read.
  package let member: String?
  package let content: Content
  /// Names of stations, from an archive's list of them; more may come when it is read.
  package var stationNames: [StationID: String] { names.withLock { $0 } }
  let names: Mutex<[StationID: String]>
  /// The grain in which a file is dealt to threads and ranks.
  package let blockSize: Int
  /// Size in bytes, at the time of opening, of a file that can be read anywhere; nil for a stream.
  package private(set) var size: Int?
  /// Offset of the first row behind the header.
  package let firstRow: Int
  /// Of a stream: its bytes from the start, used up by reading.
  let stream: PeekableStream?
  /// Where more files may follow the one that `stream` is.
  let archive: Archive?
  let headerReader: HeaderReader
  private let owner: DescriptorOwner

  /// Opens `path` (`-`: standard input) and finds the columns in its header.
  package init(
    path: String, columns: ColumnChoice = ColumnChoice(), needsTime: Bool = false,
    blockSize: Int = defaultBlockSize
  ) throws(IngestionError) {
    self.path = path == "-" ? "standard input" : path
    self.blockSize = blockSize
    do {
      owner = try DescriptorOwner(path)
    } catch {
      throw .cannotOpen(path: path, error)
    }
    var status = stat()
    guard unsafe fstat(owner.descriptor.rawValue, &status) == 0 else {
      throw .cannotOpen(path: path, Errno(rawValue: errno))
    }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .isDirectory(path: path) }
    let isRegular = status.st_mode & S_IFMT == S_IFREG && path != "-"

    headerReader = HeaderReader(path: self.path, columns: columns, needsTime: needsTime)
    let found = try Self.explore(owner.descriptor, self.path, headerReader)
    content = found.header.content
    firstRow = found.header.end
    member = found.member
    names = Mutex(found.names)
    archive = found.archive
    let isSplittable: Bool
    if case .records = content {
      isSplittable = isRegular && !(found.archive != nil)
    } else {
      isSplittable = false
    }
    size = isSplittable ? Int(status.st_size) : nil
    stream = isSplittable ? nil : found.stream
  }

  /// The layout of its records.
  package var layout: RecordLayout {
    guard case .records(let layout) = content else { preconditionFailure("profiles have no layout") }
    return layout
  }

  /// Takes the file to be of another size: one that grows while it is read ends for all ranks where it
  /// ended for the first. To be called before reading.
  package func bound(to size: Int) { self.size = size }

  /// Reads up to `buffer.count` bytes at `offset`; fewer only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IngestionError) -> Int {
    let room = max(0, min(buffer.count, (size ?? .max) - offset))
    let buffer = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<room])
    var done = 0
    while done < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count: Int
      do {
        count = try unsafe owner.descriptor.read(fromAbsoluteOffset: Int64(offset + done), into: rest)
      } catch {
        throw .reading(path: path, offset: offset + done, error as! Errno)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  // MARK: - What it is

  private struct Exploration {
    var header: HeaderReader.Header
    var stream: PeekableStream
    var archive: Archive?
    var member: String?
    var names: [StationID: String] = [:]
  }

  private static func explore(
    _ descriptor: FileDescriptor, _ path: String, _ reader: HeaderReader
  ) throws(IngestionError) -> Exploration {
    do {
      let stream = PeekableStream(try DescriptorStream(descriptor))
      let kind = InputKind.sniff(try stream.peek(InputKind.sniffedBytes))
      switch kind {
      case .empty: throw IngestionError.empty(path: path)
      case .text, .utf8WithMark:
        return Exploration(header: try reader.read(stream), stream: stream)
      case .compressed, .zip, .tar:
        return try explore(Archive(stream), path, reader)
      case .utf16, .json, .parquet, .binary:
        throw IngestionError.refused(
          path: path, what: "this is \(kind.title), not delimited text",
          advice: (kind.advice ?? "").replacing("FILE...", with: path.shellQuoted)
            .replacing("FILE", with: path.shellQuoted))
      }
    } catch let error as IngestionError {
      throw error
    } catch let error as StreamError {
      throw .stream(path: path, error)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The first member with the header of a log, or the only member; lists of stations before it give names.
  private static func explore(
    _ archive: Archive, _ path: String, _ reader: HeaderReader
  ) throws -> Exploration {
    var names: [StationID: String] = [:]
    var members: [String] = []
    var complaint: IngestionError?
    while let member = try archive.nextFile() {
      let kind = InputKind.sniff(try member.content.peek(InputKind.sniffedBytes))
      members.append(member.path)
      guard kind == .text || kind == .utf8WithMark else { continue }
      do {
        let header = try reader.read(member.content)
        // What is only compressed has no name; libarchive calls it so.
        return Exploration(
          header: header, stream: member.content, archive: archive,
          member: member.path == "data" ? nil : member.path, names: names)
      } catch IngestionError.layout(let path, let error) {
        complaint = complaint ?? .layout(path: path, error)
        names.merge(try StationList.read(member.content)) { $1 }
      } catch IngestionError.empty {
        continue
      }
    }
    if members.isEmpty { throw IngestionError.empty(path: path) }
    throw members.count == 1
      ? complaint ?? .noLog(path: path, members: members) : .noLog(path: path, members: members)
  }
}

extension InputKind {
  /// What a message calls it.
  fileprivate var title: String {
    switch self {
    case .empty: "an empty file"
    case .text, .utf8WithMark: "text"
    case .compressed, .zip, .tar: "an archive"
    case .utf16: "UTF-16"
    case .json: "JSON"
    case .parquet: "Parquet"
    case .binary: "binary data"
    }
  }
}

/// Closes what it has opened, also when the opening of an input fails later on.
private final class DescriptorOwner: Sendable {
  let descriptor: FileDescriptor

  init(_ path: String) throws(Errno) {
    do {
      descriptor =
        path == "-"
        ? .standardInput : try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
    } catch {
      throw error as! Errno
    }
  }

  deinit {
    if descriptor != .standardInput { try? descriptor.close() }
  }
}

extension String {
  /// As one word of a shell's command.
  fileprivate var shellQuoted: String {
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+=:,@%".contains($0)) }
    return plain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
