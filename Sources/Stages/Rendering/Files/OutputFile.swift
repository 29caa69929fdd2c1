import Digests
import Glibc
import SystemPackage
import Text

/// An output that appears under its name only when it is complete: written beside it under a hidden
/// name, then renamed. Standard output and special files (a pipe, `/dev/full`) are written as they are.
///
/// Without `commit` the hidden file is removed: by `deinit`, by `HiddenFiles` on a signal.
package final class OutputFile: @unchecked Sendable {
  /// As the user has given it; `-` is standard output.
  package let path: String
  let option: String
  /// The hidden file; nil for a stream.
  package let hiddenPath: String?
  private let descriptor: FileDescriptor
  private let ownsDescriptor: Bool
  private var isCommitted = false
  private var isDurable = false
  private var lock: OutputLock?
  private var notedLock: String?
  private var isClosed = false
  /// Of what a stream has taken, when `digest` will be asked for.
  private(set) var sha256: SHA256?

  /// Is it written as it comes, without a hidden file?
  package var isStream: Bool { hiddenPath == nil }

  /// Opens `path` for writing; `-` is standard output, or the pipe that stands for it (`standardOutput`).
  /// `option` is what the user names it with. Throws `OutputError.cannotCreate`.
  package init(path: String, option: String = "-o FILE", standardOutput: String? = nil) throws(OutputError) {
    self.path = path
    self.option = option
    if path == "-" {
      hiddenPath = nil
      ownsDescriptor = standardOutput != nil
      if let standardOutput {
        descriptor = try Self.open(standardOutput, .writeOnly, [], reportedAs: (path, option))
      } else {
        descriptor = .standardOutput
      }
      return
    }
    ownsDescriptor = true
    let target = try OutputTarget(path, option: option)
    if target.isSpecial {
      hiddenPath = nil
      descriptor = try Self.open(target.path, .writeOnly, [], reportedAs: (path, option))
      return
    }
    AbandonedFiles.remove(of: target)
    let (hidden, file) = try Self.makeHidden(target, reportedAs: (path, option))
    if let mode = target.mode { fchmod(file.rawValue, mode) }
    (hiddenPath, descriptor) = (hidden, file)
  }

  private static func makeHidden(
    _ target: OutputTarget, reportedAs reported: (path: String, option: String)
  ) throws(OutputError) -> (path: String, FileDescriptor) {
    while true {
      // Noted before it exists: a signal may come between.
      let hidden = target.makeHiddenPath()
      HiddenFiles.add(hidden)
      do throws(OutputError) {
        // Also for reading, as a shared lock is not to be had without it everywhere (NFS).
        let file = try open(
          hidden, .readWrite, [.create, .exclusiveCreate, .noFollow], reportedAs: reported)
        if AbandonedFiles.hold(file, named: hidden) { return (hidden, file) }
        // Another run, which cleans up, was between the two.
        HiddenFiles.remove(hidden)
        try? file.close()
      } catch {
        HiddenFiles.remove(hidden)
        throw error
      }
    }
  }

  /// The file that a path stands for, told alike for all names that it has; nil for a stream or where
  /// there is no folder for it.
  package static func place(_ path: String) -> String? {
    guard let target = try? OutputTarget(path, option: ""), !target.isSpecial else { return nil }
    let file = FilePath(target.path)
    let folder = file.removingLastComponent().string
    guard let real = unsafe realpath((folder.isEmpty ? "." : folder).systemName, nil),
      let name = file.lastComponent
    else {
      return nil
    }
    defer { unsafe free(real) }
    return unsafe "\(String(systemName: real))/\(name.string)"
  }

  /// Opens the hidden file that another process has made for `path`; it will rename or remove it. A signal
  /// removes it here too: of a job that is ended, any process may be the first to be killed, and the last.
  /// Throws `OutputError.cannotCreate`.
  package init(joining hidden: String, of path: String, option: String = "-o FILE") throws(OutputError) {
    self.path = path
    self.option = option
    hiddenPath = hidden
    ownsDescriptor = true
    isCommitted = true
    let reported = (path, option)
    do throws(OutputError) {
      descriptor = try Self.open(hidden, .readWrite, [], reportedAs: reported)
    } catch {
      // Of a file that only can be written to.
      descriptor = try Self.open(hidden, .writeOnly, [], reportedAs: reported)
    }
    _ = AbandonedFiles.hold(descriptor, named: hidden)
    HiddenFiles.add(hidden)
  }

  deinit {
    if ownsDescriptor && !isClosed { try? descriptor.close() }
    if let notedLock { HiddenFiles.remove(notedLock) }
    guard let hiddenPath else { return }
    if !isCommitted { unsafe unlink(hiddenPath.systemName) }
    HiddenFiles.remove(hiddenPath)
  }

  /// To be called before the first byte is written, if `digest` will be asked for.
  package func keepDigest() {
    if isStream { sha256 = SHA256() }
  }

  /// To be called before it is closed, if a crash of the system is not to take it back: it is on its disk before it gets
  /// its name, and its name before `commit` returns.
  package func makeDurable() { isDurable = true }

  /// Keeps other runs from writing the same output until this one has ended. False where no lock is to be had, as some
  /// file systems have none. Throws `OutputError.isLocked`, which names the run that has it.
  package func excludeOthers() throws(OutputError) -> Bool {
    guard !isStream else { return true }
    lock = try OutputLock(of: OutputTarget(path, option: option), reportedAs: (path, option))
    return lock != nil
  }

  /// Another process of the same job has called `excludeOthers`, and may be killed: a signal removes what that leaves
  /// here, too.
  package func noteLock() {
    guard !isStream, let target = try? OutputTarget(path, option: option) else { return }
    notedLock = target.lockPath
    HiddenFiles.add(target.lockPath)
  }

  /// Writes all bytes at the end of what was written so far. Throws `OutputError.writing`.
  package func append(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    do {
      try unsafe descriptor.writeAll(bytes)
    } catch {
      throw .writing(path: path, option: option, error as! Errno)
    }
    unsafe sha256?.update(bytes)
  }

  /// Writes all bytes at the end of what was written so far. Throws `OutputError.writing`.
  package func append(_ bytes: RawSpan) throws(OutputError) {
    try unsafe bytes.withUnsafeBytes { (bytes) throws(OutputError) in try unsafe append(bytes) }
  }

  /// Writes all bytes at the end of what was written so far. Throws `OutputError.writing`.
  package func append(_ bytes: [UInt8]) throws(OutputError) {
    try unsafe append(bytes.span.bytes)
  }

  /// Writes the pieces one after the other, from `offset` on (`pwritev`) or, to a stream, at its end.
  /// Throws `OutputError.writing`.
  package func write(_ pieces: [UnsafeRawBufferPointer], at offset: Int) throws(OutputError) {
    var vectors = unsafe pieces.filter { unsafe !$0.isEmpty }.map {
      unsafe iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
    }
    var offset = offset
    var first = 0
    while unsafe first < vectors.count {
      // IOV_MAX of Linux.
      let batch = unsafe min(1024, vectors.count - first)
      var written = unsafe vectors.withUnsafeBufferPointer { vectors in
        unsafe isStream
          ? writev(descriptor.rawValue, vectors.baseAddress! + first, Int32(batch))
          : pwritev(descriptor.rawValue, vectors.baseAddress! + first, Int32(batch), off_t(offset))
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .writing(path: path, option: option, Errno(rawValue: errno))
      }
      offset += written
      while written > 0 {
        let taken = unsafe min(written, vectors[first].iov_len)
        unsafe vectors[first].iov_base += taken
        unsafe vectors[first].iov_len -= taken
        written -= taken
        if unsafe vectors[first].iov_len == 0 { first += 1 }
      }
    }
    for i in unsafe pieces.indices { unsafe sha256?.update(pieces[i]) }
  }

  /// Has nothing been written, by whatever process? A stream's is not known: it is empty.
  package var isEmpty: Bool {
    get throws(OutputError) {
      guard !isStream else { return true }
      var status = stat()
      guard unsafe fstat(descriptor.rawValue, &status) == 0 else {
        throw .writing(path: path, option: option, Errno(rawValue: errno))
      }
      return status.st_size == 0
    }
  }

  /// The output is complete: it gets its name. Throws `OutputError`.
  package func commit() throws(OutputError) {
    try close()
    guard let hiddenPath, !isCommitted else { return }
    let target = try OutputTarget(path, option: option)
    guard unsafe rename(hiddenPath.systemName, target.path.systemName) == 0 else {
      throw .writing(path: path, option: option, Errno(rawValue: errno))
    }
    isCommitted = true
    HiddenFiles.remove(hiddenPath)
    guard isDurable else { return }
    do { try Disk.sync(folder: target.folder) } catch {
      throw .unconfirmed(path: path, option: option, error)
    }
  }

  /// No more will be written; some file systems tell only now that there was no room. Throws `OutputError.writing`.
  package func close() throws(OutputError) {
    guard ownsDescriptor && !isClosed else { return }
    isClosed = true
    do {
      try descriptor.closeAfter { if isDurable { try Disk.sync(descriptor) } }
    } catch { throw .writing(path: path, option: option, error as! Errno) }
  }

  private static func open(
    _ path: String, _ mode: FileDescriptor.AccessMode, _ options: FileDescriptor.OpenOptions,
    reportedAs reported: (path: String, option: String)
  ) throws(OutputError) -> FileDescriptor {
    do {
      return try FileDescriptor.open(
        FilePath(named: path), mode, options: options.union(.closeOnExec),
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    } catch {
      throw .cannotCreate(path: reported.path, option: reported.option, error as! Errno)
    }
  }
}
