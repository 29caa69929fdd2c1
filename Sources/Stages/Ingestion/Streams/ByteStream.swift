import Digests
import Glibc
import SharedLibraries
import SystemPackage
import Workers

/// Bytes that come one after another and can be read once.
package protocol ByteStream: AnyObject {
  /// Reads the next bytes, some or all that fit; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int

  /// Makes a read that waits, and all later ones, fail with `Errno.canceled`. May be called from any thread.
  /// Streams that never wait for long need not do anything.
  func interrupt()
}

extension ByteStream {
  package func interrupt() {}

  /// Reads what is left, for the errors that may be in it.
  /// Throws what `read` throws.
  package func skipToEnd() throws(StreamError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    defer { unsafe buffer.deallocate() }
    while try unsafe read(into: buffer) > 0 {}
  }

  /// Reads until the buffer is full; fewer bytes only at the end.
  /// Throws what `read` throws: how many bytes came before is then not known.
  package func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = try unsafe read(into: rest)
      if count == 0 { break }
      done += count
    }
    return done
  }
}

/// Why a stream ends before its end.
package enum StreamError: Error, Equatable {
  case reading(Errno)
  /// The file is not any more what it was when it was opened; its name, where it is one of several.
  case changed(InputChange, file: String?)
  /// The words of libarchive on the data, and its number for them.
  case archive(String, code: Int32)
  /// libarchive is not there.
  case library(MissingLibrary)
  /// The compressed data or the archive ends early: a download or a copy that was cut.
  case truncated
  /// Bytes that belong to nothing follow the end of the compressed data.
  case trailingBytes
  /// This member can only be read with a password.
  case encrypted(member: String)
  /// JSON that is no feed of stations, or no JSON.
  case feed(FeedError)
}

/// A file, a pipe, a FIFO or standard input, from where it stands to its end.
///
/// A regular file is read by `pread`, so that others who share the descriptor are not disturbed. Elsewhere
/// a read waits in `poll` for bytes or for `interrupt`.
package final class DescriptorStream: ByteStream {
  /// Size of a regular file; nil where `seek` is not possible.
  package let size: Int?
  private let descriptor: FileDescriptor
  private let closes: Bool
  private let name: String?
  /// The file when the stream began.
  private let state: FileState
  /// Of a pipe: bytes already taken from it.
  private var prefix: ArraySlice<UInt8>
  /// Of a regular file: where the stream begins, and the place in it of the next byte.
  private let start: Int64
  private var position = 0
  /// How far it was read.
  private var furthest = 0
  private var isAtEnd = false
  /// Of what is read but once, when `digest` will be asked for.
  private let sha256: SHA256?
  /// A pipe whose writing end is closed by `interrupt`; none for a regular file.
  private let wake: WakePipe?

  /// - Parameters:
  ///   - closing: the stream owns the descriptor, and closes it when it goes.
  ///   - prefix: bytes that were already taken from the descriptor by `read`; they come first again.
  ///   - keepsDigest: `digest` will be asked for.
  ///   - name: names the file in errors, where it is one of several.
  /// - Throws: `StreamError.reading` where the descriptor is none that can be read, or there are no more descriptors.
  package init(
    _ descriptor: FileDescriptor, closing: Bool = false, prefix: some Collection<UInt8> = [],
    keepsDigest: Bool = false, name: String? = nil
  ) throws(StreamError) {
    self.descriptor = descriptor
    self.name = name
    closes = closing
    sha256 = keepsDigest ? SHA256() : nil
    var status = stat()
    let known = unsafe fstat(descriptor.rawValue, &status) == 0
    guard known else { throw .reading(Errno(rawValue: errno)) }
    state = FileState(status)
    if status.st_mode & S_IFMT == S_IFREG {
      let here = lseek(descriptor.rawValue, 0, SEEK_CUR)
      guard here >= 0 else { throw .reading(Errno(rawValue: errno)) }
      start = Int64(here) - Int64(prefix.count)
      precondition(start >= 0, "the prefix was not read from the descriptor")
      self.prefix = []
      // Files of procfs are regular, have content and no size.
      size = status.st_size > start ? Int(Int64(status.st_size) - start) : nil
      wake = nil
    } else {
      start = 0
      self.prefix = ArraySlice(prefix)
      size = nil
      wake = try WakePipe()
    }
  }

  deinit {
    if closes { try? descriptor.close() }
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    guard buffer.count > 0 else { return 0 }
    let count = try unsafe readNext(into: buffer)
    isAtEnd = count == 0
    furthest = max(furthest, position)
    if let sha256, wake != nil {
      unsafe sha256.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return count
  }

  private func readNext(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    if !prefix.isEmpty {
      let count = min(prefix.count, buffer.count)
      unsafe buffer.copyBytes(from: prefix.prefix(count))
      prefix = prefix.dropFirst(count)
      return count
    }
    do {
      guard let wake else {
        let count = try unsafe descriptor.read(fromAbsoluteOffset: start + Int64(position), into: buffer)
        position += count
        if count == 0 { try requireUnchanged() }
        return count
      }
      while true {
        try wake.waitForBytes(descriptor)
        do {
          return try unsafe descriptor.read(into: buffer)
        } catch Errno.wouldBlock {
          // Someone else who shares a non-blocking descriptor was faster.
        }
      }
    } catch let error as StreamError {
      throw error
    } catch {
      throw .reading(error as! Errno)
    }
  }

  /// At the end of a regular file: is it the end that there was?
  private func requireUnchanged() throws(StreamError) {
    guard let size, let now = FileState(descriptor) else { return }
    if let change = state.change(until: now, end: Int(start) + size) {
      throw .changed(change, file: name)
    }
  }

  package func interrupt() { wake?.interrupt() }

  /// Goes to a place of a stream that has a `size`.
  func seek(to position: Int) {
    precondition(size != nil && position >= 0)
    self.position = position
  }

  var place: Int { position }

  /// Reads a pipe to its end, so that who writes it does not end by a broken one: after an archive's last member
  /// there may be bytes that nobody wanted.
  func readOn() throws(StreamError) {
    if wake != nil && !isAtEnd { try skipToEnd() }
  }

  /// Size and SHA-256 of the stream. A regular file is read again, as far as it went when it was opened or
  /// was read since; of a pipe, which is read to its end, what came through.
  func digest(progress: Progress? = nil) throws(StreamError) -> ContentDigest {
    guard wake == nil else {
      guard let sha256 else { preconditionFailure("no digest was to be kept") }
      try readOn()
      return sha256.digest
    }
    return try unsafe ContentDigest(upTo: max(size ?? 0, furthest)) { buffer, offset throws(StreamError) in
      do {
        let count = try unsafe descriptor.read(fromAbsoluteOffset: start + Int64(offset), into: buffer)
        progress?.add(count)
        return count
      } catch {
        throw .reading(error as! Errno)
      }
    }
  }
}

/// Ends a wait for bytes from another thread.
private final class WakePipe: Sendable {
  private let readEnd: FileDescriptor
  private let writeEnd: FileDescriptor

  init() throws(StreamError) {
    do {
      (readEnd, writeEnd) = try FileDescriptor.pipe()
    } catch {
      throw .reading(error as! Errno)
    }
    // Programs that are started meanwhile have no use for it.
    for end in [readEnd, writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    try? readEnd.close()
    try? writeEnd.close()
  }

  /// `poll`: returns when `descriptor` has bytes, an error or an end to be read.
  func waitForBytes(_ descriptor: FileDescriptor) throws {
    while true {
      var watched = [descriptor, readEnd].map { pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0) }
      if unsafe poll(&watched, nfds_t(watched.count), -1) < 0 {
        guard errno == EINTR else { throw Errno(rawValue: errno) }
        continue
      }
      if watched[1].revents != 0 { throw Errno.canceled }
      if watched[0].revents != 0 { return }
    }
  }

  func interrupt() { _ = try? writeEnd.writeAll([0]) }
}
