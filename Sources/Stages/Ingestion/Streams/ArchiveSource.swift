import CArchive
import Glibc
import SystemPackage

/// Where libarchive gets its bytes: a stream, called back from C.
@safe final class ArchiveSource {
  /// Bytes of a call back. More than a pipe holds; gains end here.
  private static let blockSize = 256 << 10

  /// Why the last call back gave nothing.
  private(set) var failure: StreamError?
  private(set) var isAtEnd = false
  private let stream: any ByteStream
  /// Set when libarchive may seek, so that a zip is read by its directory and not by its local headers.
  private let file: DescriptorStream?
  private let block: UnsafeMutableRawBufferPointer
  /// Bytes handed over last.
  private var inBlock = 0
  /// Bytes handed over in order, counted from where was last sought.
  private var given = 0

  init(_ stream: any ByteStream) {
    self.stream = stream
    file = (stream as? DescriptorStream).flatMap { $0.size == nil ? nil : $0 }
    unsafe block = .allocate(byteCount: Self.blockSize, alignment: 64)
  }

  deinit { unsafe block.deallocate() }

  func interrupt() { stream.interrupt() }

  /// The handle must be freed before the source goes.
  func attach(to handle: OpaquePointer) {
    unsafe archive_read_set_callback_data(handle, Unmanaged.passUnretained(self).toOpaque())
    unsafe archive_read_set_read_callback(handle) { _, context, start in
      unsafe Unmanaged<ArchiveSource>.fromOpaque(context!).takeUnretainedValue().next(start!)
    }
    guard file != nil else { return }
    unsafe archive_read_set_seek_callback(handle) { _, context, offset, origin in
      unsafe Unmanaged<ArchiveSource>.fromOpaque(context!).takeUnretainedValue().seek(offset, from: origin)
    }
  }

  private func next(_ start: UnsafeMutablePointer<UnsafeRawPointer?>) -> la_ssize_t {
    do {
      let count = try unsafe stream.read(into: block)
      isAtEnd = count == 0
      inBlock = count
      given += count
      unsafe start.pointee = unsafe UnsafeRawPointer(block.baseAddress!)
      return count
    } catch {
      failure = error
      return la_ssize_t(ARCHIVE_FATAL)
    }
  }

  private func seek(_ offset: Int64, from origin: Int32) -> Int64 {
    guard let file, let size = file.size else { return Int64(ARCHIVE_FATAL) }
    let base = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? file.place : size
    let place = min(max(base + Int(offset), 0), size)
    file.seek(to: place)
    (given, inBlock, isAtEnd) = (place, 0, false)
    return Int64(place)
  }

  /// Is there nothing after the first `taken` bytes but zeros, with which some media fill their blocks up?
  func hasOnlyPadding(behind taken: Int) throws(StreamError) -> Bool {
    var rest = given - taken
    guard rest <= inBlock else { return false }
    while unsafe block[inBlock - rest..<inBlock].allSatisfy({ $0 == 0 }) {
      if isAtEnd { return true }
      inBlock = try unsafe stream.read(into: block)
      rest = inBlock
      isAtEnd = rest == 0
    }
    return false
  }
}
