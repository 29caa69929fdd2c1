import Glibc
import Synchronization
import SystemPackage
import Text

/// A file, pipe or folder that is an input, as it was when it was opened. Owns the descriptor, as long as it is open.
package final class InputFile: Sendable {
  /// The same for two names of one file.
  package struct Identity: Hashable, Sendable {
    let device: UInt
    let inode: UInt
  }

  /// As messages name it: standard input by these words.
  package let path: String
  /// Where it is.
  private let location: String
  /// A file that any process can open for itself: not standard input.
  package let isRegular: Bool
  /// A folder, whose JSON files are read as one feed.
  package let isFolder: Bool
  /// By which an input that is given twice is noticed: its rows count twice.
  package let identity: Identity
  /// Bytes of the file as it is, packed or not, to the end that all ranks agree on.
  package let byteCount: Int
  /// When it was changed last, in nanoseconds since 1970.
  package var modified: Int { state.modified }
  /// Not to be used of a file that rests.
  let descriptor: FileDescriptor
  private let isResting = Atomic(false)
  private let state: FileState
  /// Of the bytes before the end, by which a file that has grown is known again.
  private let lastBytes: Int

  /// - Parameters:
  ///   - size: where a regular file is taken to end; nil: where it ends now.
  ///   - name: as messages name it, where that is not its path.
  /// - Throws: `IngestionError.cannotOpen`.
  init(_ location: String, size: Int? = nil, named name: String? = nil) throws(IngestionError) {
    let isStandardInput = location == "-"
    let path = name ?? (isStandardInput ? InputPlace.standardInput : location)
    do {
      descriptor =
        isStandardInput
        ? .standardInput
        : try FileDescriptor.open(FilePath(named: location), .readOnly, options: .closeOnExec)
    } catch {
      throw .cannotOpen(path: path, error as! Errno)
    }
    var status = stat()
    guard unsafe fstat(descriptor.rawValue, &status) == 0 else {
      let error = Errno(rawValue: errno)
      if !isStandardInput { try? descriptor.close() }
      throw .cannotOpen(path: path, error)
    }
    (self.path, self.location) = (path, location)
    isRegular = status.st_mode & S_IFMT == S_IFREG && !isStandardInput
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    state = FileState(status)
    identity = state.identity
    byteCount = isRegular ? size ?? state.size : state.size
    lastBytes = isRegular ? Self.hash(of: descriptor, before: byteCount) : 0
  }

  deinit {
    if descriptor != .standardInput && !isResting.load(ordering: .relaxed) { try? descriptor.close() }
  }

  /// Closes a regular file, to be opened for each reading from now on: a process may have so many open, and no more.
  package func rest() {
    guard isRegular, !isResting.exchange(true, ordering: .relaxed) else { return }
    try? descriptor.close()
  }

  /// Calls `body` with the file open.
  private func withDescriptor<R>(_ body: (FileDescriptor) throws(IngestionError) -> R) throws(IngestionError)
    -> R
  {
    guard isResting.load(ordering: .relaxed) else { return try body(descriptor) }
    let again: FileDescriptor
    do {
      again = try FileDescriptor.open(FilePath(named: location), .readOnly, options: .closeOnExec)
    } catch {
      throw .cannotOpen(path: path, error as! Errno)
    }
    defer { try? again.close() }
    guard FileState(again)?.identity == identity else { throw .changed(path: path, .replaced) }
    return try body(again)
  }

  /// Reads up to `buffer.count` bytes at `offset`; fewer only at the end of the file.
  ///
  /// - Throws: `IngestionError.reading`.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IngestionError) -> Int {
    try withDescriptor { descriptor throws(IngestionError) in
      try unsafe read(descriptor, into: buffer, at: offset)
    }
  }

  private func read(
    _ descriptor: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(IngestionError) -> Int {
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

  // MARK: - Changes

  /// Throws `IngestionError.changed` where it is proved that the bytes up to the end are not those that were there when
  /// the file was opened. To append is no fault, nor to remove the name.
  package func requireUnchanged() throws(IngestionError) {
    if let change { throw .changed(path: path, change) }
  }

  /// What has become of a regular file since it was opened; nil as long as nothing is proved.
  package var change: InputChange? {
    // Files of the kernel (procfs) have no size, and other times now and then.
    guard isRegular, byteCount > 0 else { return nil }
    // Ranks may have opened one and the other.
    let named = FileState(path: location)
    guard let now = isResting.load(ordering: .relaxed) ? named : FileState(descriptor) else { return nil }
    if now.identity == identity {
      if let change = state.change(until: now, end: byteCount) { return change }
      // Cut and written anew beyond where it ended, as when logs are rotated.
      if now.modified != modified {
        let hash = try? withDescriptor { Self.hash(of: $0, before: byteCount) }
        if hash != lastBytes { return .rewritten }
      }
    }
    if let named, named.identity != identity { return .replaced }
    return nil
  }

  /// Of up to 256 bytes before `end`.
  private static func hash(of descriptor: FileDescriptor, before end: Int) -> Int {
    let start = max(0, end - 256)
    var hasher = Hasher()
    unsafe withUnsafeTemporaryAllocation(byteCount: end - start, alignment: 1) { buffer in
      let count = unsafe (try? descriptor.read(fromAbsoluteOffset: Int64(start), into: buffer)) ?? 0
      unsafe hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return hasher.finalize()
  }

  /// Places in the middle and at the end of a regular file, of `count` bytes each: they show what its beginning does
  /// not. None of a file that is hardly longer.
  func farPlaces(_ count: Int) -> [FarPlace] {
    guard byteCount > 2 * count else { return [] }
    return [max(count, byteCount / 2), byteCount - count].map {
      FarPlace(file: self, offset: $0, count: count)
    }
  }
}

/// A place in a file.
struct FarPlace {
  let file: InputFile
  let offset: Int
  let count: Int

  /// Its first bytes; none where they cannot be read.
  func bytes(_ count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      done = unsafe (try? file.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)) ?? 0
    }
  }
}
