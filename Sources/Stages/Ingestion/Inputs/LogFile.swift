import Availability
import Glibc
import Synchronization
import SystemPackage

/// An input, open for reading, whose header is understood. Owns the descriptor.
package final class LogFile: @unchecked Sendable {
  /// A row longer than this is not bike-share data.
  static let longestRow = 16 << 20
  /// Bytes of a block; fits with its index into a core's second-level cache.
  package static let defaultBlockSize = 512 << 10

  /// The place of a row among all inputs: the number of its input above so many bits for its byte.
  static let orderBits = 48

  package enum Content: Equatable, Sendable {
    case records(RecordLayout)
    case profiles(ProfileFile)
  }

  package let path: String
  /// A file that any process can open for itself: not standard input.
  package let isRegular: Bool
  /// A folder of JSON files.
  package var isFolder: Bool { folder != nil }
  /// The member of an archive that is read.
  package let member: String?
  /// The members that were read behind it, known when the archive has been read.
  package var laterMembers: [String] { membersBehind.withLock { $0 } }
  let membersBehind = Mutex<[String]>([])
  package let content: Content
  /// How its rows are read, as was decided by its header and some of its rows.
  package let understanding: Understanding
  /// The same for two names of one file.
  package let identity: [UInt64]
  /// From an archive's lists of stations; more may come when it is read.
  package var listedStations: [StationID: StationDetails] { stations.withLock { $0 } }
  let stations: Mutex<[StationID: StationDetails]>
  /// The grain in which a file is dealt to threads and ranks.
  package let blockSize: Int
  /// Size in bytes, at the time of opening, of a file that can be read anywhere; nil for a stream.
  package private(set) var size: Int?
  /// Bytes at the time of opening, of any file; and when it was changed last, nanoseconds since 1970.
  package let byteCount: Int
  let modified: Int
  /// Offset of the first row behind the header.
  package let firstRow: Int
  /// Of a stream: its bytes from the start, used up by reading.
  let stream: PeekableStream?
  /// Where more files may follow the one that `stream` is.
  let archive: Archive?
  let feeds: ArchiveFeeds?
  /// Of JSON, what its reading has found so far; all of it once its rows are read.
  package var feed: FeedFindings? { stream?.feed?.findings }
  let explorer: Explorer
  /// Files of an archive that are no logs, known when it has been read.
  package var leftAside: [String] { aside.withLock { $0 } }
  let aside = Mutex<[String]>([])
  let asideBefore: [String]
  let wrapping: PeekableStream?
  /// The bytes as they are, below all unpacking; nil for a folder.
  let source: DescriptorStream?
  /// The JSON files of a folder.
  let folder: FolderFeeds?
  private let owner: DescriptorOwner

  /// Opens `path` (`-`: standard input) and finds the columns in its header. With `keepsDigest`, `digest` may
  /// be asked for. Of a folder, the JSON files are read: `feeds`, or those that are there.
  package init(
    path: String, columns: ColumnChoice = ColumnChoice(), needsTime: Bool = false,
    blockSize: Int = defaultBlockSize, keepsDigest: Bool = false, feeds: [InputFolder.Feed] = []
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
    isRegular = status.st_mode & S_IFMT == S_IFREG && path != "-"
    modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec

    identity = [UInt64(status.st_dev), UInt64(status.st_ino)]
    let reader = HeaderReader(path: self.path, columns: columns, needsTime: needsTime)
    var looking = Explorer(path: self.path, reader: reader)
    if isRegular { looking.farPlaces = Self.farPlaces(owner.descriptor, size: Int(status.st_size)) }
    let explorer = looking
    self.explorer = explorer
    let descriptor = owner.descriptor
    let found: Exploration
    if status.st_mode & S_IFMT == S_IFDIR {
      let feeds = path == "-" || !feeds.isEmpty ? feeds : try InputFolder(path).feeds
      if feeds.isEmpty { throw .isDirectory(path: path) }
      let folder = FolderFeeds(feeds)
      found = try Self.explored(path) { try explorer.explore(feed: folder) }
      (source, self.folder, byteCount) = (nil, folder, folder.byteCount)
    } else {
      let source = try Self.explored(path) {
        try DescriptorStream(descriptor, keepsDigest: keepsDigest)
      }
      found = try Self.explored(self.path) { try explorer.explore(PeekableStream(source)) }
      (self.source, folder, byteCount) = (source, nil, Int(status.st_size))
    }
    asideBefore = found.leftAside
    wrapping = found.wrapping
    content = found.header.content
    understanding = found.header.understanding
    firstRow = found.header.end
    member = found.member
    stations = Mutex(found.stations)
    archive = found.archive
    self.feeds = found.feeds
    let isSplittable: Bool
    if case .records = content {
      isSplittable = isRegular && !found.isPacked
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

  /// Names and coordinates of stations that the first rows tell, where there are columns for them. To be called
  /// before a stream is read.
  package func stationsInFirstRows() throws(IngestionError) -> [StationID: StationDetails] {
    // The rows of JSON have no names: its stations are listed when it is read.
    guard case .records(let layout) = content, feed == nil else { return [:] }
    let head = try firstBytes(Self.headSize)
    // A row that is cut is left out.
    guard let end = head.lastIndex(of: UInt8(ascii: "\n")) else { return [:] }
    return StationList.read(Array(head[...end]), of: layout)
  }

  private func firstBytes(_ count: Int) throws(IngestionError) -> [UInt8] {
    if let stream {
      do throws(StreamError) { return try stream.peek(count) } catch { throw .stream(path: path, error) }
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, size ?? 0), alignment: 1)
    defer { unsafe buffer.deallocate() }
    let done = try unsafe read(into: buffer, at: 0)
    return unsafe Array(buffer.prefix(done))
  }

  /// Every station's records are in the first hours of a log.
  private static let headSize = 8 << 20

  /// Reads a list of stations: delimited text, which may be compressed or in an archive.
  package static func readStations(path: String) throws(IngestionError) -> [StationID: StationDetails] {
    let owner: DescriptorOwner
    do { owner = try DescriptorOwner(path) } catch { throw .cannotOpen(path: path, error) }
    let explorer = Explorer(
      path: path, reader: HeaderReader(path: path, columns: ColumnChoice(), needsTime: false))
    return try explored(path) {
      let stream = PeekableStream(try DescriptorStream(owner.descriptor))
      let found = try explorer.readStations(stream)
      guard !found.isEmpty else { throw IngestionError.noStations(path: path) }
      return found
    }
  }

  // MARK: - What it is

  /// Bytes from the middle and the end of a file: what its beginning does not show.
  private static func farPlaces(_ descriptor: FileDescriptor, size: Int) -> [[UInt8]] {
    let count = HeaderReader.placeSize
    guard size > 2 * count else { return [] }
    return [max(count, size / 2), max(count, size - count)].compactMap { offset in
      var bytes = [UInt8](repeating: 0, count: count)
      let done = unsafe bytes.withUnsafeMutableBytes { room in
        unsafe (try? descriptor.read(fromAbsoluteOffset: Int64(offset), into: room)) ?? 0
      }
      return done == 0 ? nil : Array(bytes[..<done])
    }
  }

  /// What `body` makes of the input at `path`.
  private static func explored<R>(_ path: String, _ body: () throws -> R) throws(IngestionError) -> R {
    do {
      return try body()
    } catch let error as IngestionError {
      throw error
    } catch let error as StreamError {
      throw .stream(path: path, error)
    } catch {
      preconditionFailure("\(error)")
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
