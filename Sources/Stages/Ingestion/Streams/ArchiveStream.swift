import CArchive
import Glibc
import SharedLibraries
import SystemPackage

/// A compressed file (gz, zst, xz, bz2) or an archive (zip, tar, compressed tar), read by libarchive from
/// front to back, nothing unpacked to disk. What it is shows in its bytes, not in a name. Owns one
/// `struct archive`.
///
///     while let member = try archive.nextFile() {
///       switch InputKind.sniff(try member.content.peek(InputKind.sniffedBytes)) { ... }
///     }
@safe package final class Archive {
  /// One file of an archive. Compressed data that is no archive has one member.
  package struct Member {
    /// The name in the archive; `data` for compressed data that is no archive.
    package let path: String
    /// Nil when it is only known at the member's end.
    package let size: Int?
    /// Not a directory or a link.
    package let isFile: Bool
    /// Its bytes, until the next member is asked for. What was peeked at is not lost.
    package let content: PeekableStream

    /// Made by macOS beside each file that it packs: nothing that the user knows of.
    var isCompanion: Bool {
      path.hasPrefix("__MACOSX/") || path.hasSuffix(".DS_Store")
        || path.split(separator: "/").last?.hasPrefix("._") == true
    }
  }

  private let handle: OpaquePointer
  /// A locale in which names are UTF-8; null, which changes nothing, where there is none.
  private let names = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
  private let source: ArchiveSource
  /// Ordinal of the current member.
  private var ordinal = 0
  private var path = ""
  /// The error that ended the current member or the archive; thrown again to whoever reads on.
  private var failure: StreamError?
  private var isAtEnd = false

  /// Reads a file or a pipe. The caller keeps the descriptor open until the archive is gone.
  ///
  /// - Parameter prefix: the bytes that were already taken from the descriptor by `read`.
  /// - Throws: `StreamError` where there is no memory, or the first bytes cannot be read.
  package convenience init(
    _ descriptor: FileDescriptor, prefix: some Collection<UInt8> = []
  ) throws(StreamError) {
    try self.init(DescriptorStream(descriptor, prefix: prefix))
  }

  /// Reads another stream, for instance a member of another archive.
  ///
  /// - Throws: `StreamError` where there is no memory or no libarchive, or the first bytes cannot be read.
  package init(_ stream: any ByteStream) throws(StreamError) {
    do throws(MissingLibrary) { try SharedLibrary.archive.open() } catch { throw .library(error) }
    guard let handle = unsafe archive_read_new() else { throw .reading(.noMemory) }
    unsafe self.handle = unsafe handle
    source = ArchiveSource((stream as? PeekableStream)?.unpeeked ?? stream)
    // Not archive_read_support_filter_all: it also takes text for uuencoded data and may start other
    // programs (lrzip, lzop). A filter without its library warns, and starts the program of its name.
    unsafe archive_read_support_filter_gzip(handle)
    unsafe archive_read_support_filter_bzip2(handle)
    unsafe archive_read_support_filter_xz(handle)
    unsafe archive_read_support_filter_zstd(handle)
    unsafe archive_read_support_format_zip(handle)
    unsafe archive_read_support_format_tar(handle)
    unsafe archive_read_support_format_raw(handle)
    unsafe archive_read_support_format_empty(handle)
    unsafe source.attach(to: handle)
    try check(unsafe archive_read_open1(handle))
  }

  deinit {
    unsafe archive_read_free(handle)
    if let names = unsafe names { unsafe freelocale(names) }
  }

  /// Goes to the next member of any kind (`archive_read_next_header`); nil after the last.
  ///
  /// - Throws: `StreamError` where the bytes are no archive, or are damaged: also those of the member before that
  ///   nobody read.
  package func nextMember() throws(StreamError) -> Member? {
    if isAtEnd { return nil }
    ordinal += 1
    // libarchive turns names into the thread's encoding, and loses what that does not have.
    let previous = unsafe uselocale(names)
    defer { unsafe uselocale(previous) }
    var entry: OpaquePointer?
    var status = ARCHIVE_RETRY
    while status == ARCHIVE_RETRY { status = unsafe archive_read_next_header(handle, &entry) }
    guard status != ARCHIVE_EOF else {
      isAtEnd = true
      return nil
    }
    // A warning is of the name or the attributes; the data is none the worse.
    if status != ARCHIVE_WARN { try check(status) }
    guard let entry = unsafe entry else { return nil }
    // The raw format takes anything; only what a filter has unpacked was meant.
    if unsafe isRaw && archive_filter_code(handle, 0) == ARCHIVE_FILTER_NONE {
      throw .archive("Unrecognized archive format", code: EILSEQ)
    }
    path = unsafe Self.path(of: entry)
    failure = unsafe archive_entry_is_encrypted(entry) != 0 ? .encrypted(member: path) : nil
    return unsafe Member(
      path: path,
      size: archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil,
      isFile: velibcorr_archive_entry_is_file(entry) != 0,
      content: PeekableStream(MemberStream(self, ordinal)))
  }

  /// Goes to the next member that is a file of the user's.
  /// Throws what `nextMember` throws.
  package func nextFile() throws(StreamError) -> Member? {
    while let member = try nextMember() {
      if member.isFile && !member.isCompanion { return member }
    }
    return nil
  }

  /// Reads on in the member of this ordinal (`archive_read_data`).
  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer, ordinal: Int) throws(StreamError) -> Int {
    precondition(ordinal == self.ordinal, "the archive has gone on to another member")
    if let failure { throw failure }
    do throws(StreamError) {
      let count = unsafe archive_read_data(handle, buffer.baseAddress, buffer.count)
      try check(Int32(clamping: min(count, 0)))
      // libarchive takes what it does not know after gzip's and bzip2's data for the end: it may be the
      // rest of a member that was cut within its first bytes.
      if count == 0 && buffer.count > 0 && isRaw {
        let taken = unsafe archive_filter_bytes(handle, -1)
        guard try source.hasOnlyPadding(behind: Int(taken)) else { throw StreamError.trailingBytes }
      }
      return count
    } catch {
      failure = error
      throw error
    }
  }

  fileprivate func interrupt() { source.interrupt() }

  private var isRaw: Bool { unsafe archive_format(handle) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_RAW }

  /// Names need not be UTF-8: what is not is repaired, as they are only shown.
  private static func path(of entry: OpaquePointer) -> String {
    if let name = unsafe archive_entry_pathname_utf8(entry) { return unsafe String(cString: name) }
    if let name = unsafe archive_entry_pathname(entry) { return unsafe String(cString: name) }
    return "(no name)"
  }

  /// Words of a decoder in want of input, through libarchive: liblzma's LZMA_BUF_ERROR, zlib's Z_BUF_ERROR.
  private static let wantsMore = ["No progress is possible", "ZIP decompression failed (-5)"]

  /// The one place where libarchive's results become errors. A warning of data is one: a wrong checksum.
  private func check(_ status: Int32) throws(StreamError) {
    guard status < ARCHIVE_OK else { return }
    if let failure = source.failure { throw failure }
    let words = unsafe archive_error_string(handle).map { unsafe String(cString: $0) } ?? ""
    // gzip's trailer, when cut, fails without a word.
    let wantsMore = words.isEmpty || Self.wantsMore.contains(where: words.contains)
    if words.contains("runcated") || source.isAtEnd && wantsMore { throw .truncated }
    throw unsafe .archive(words.isEmpty ? "damaged data" : words, code: archive_errno(handle))
  }
}

/// The bytes of one member.
private final class MemberStream: ByteStream {
  private let archive: Archive
  private let ordinal: Int

  init(_ archive: Archive, _ ordinal: Int) {
    self.archive = archive
    self.ordinal = ordinal
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    try unsafe archive.read(into: buffer, ordinal: ordinal)
  }

  func interrupt() { archive.interrupt() }
}
