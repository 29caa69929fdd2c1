import Compression
import SharedLibraries

/// The content of a gzip file, by ISA-L (libarchive's gzip filter does not check lengths and CRC-32: a damaged file
/// would be read as a good one). Several members follow each other as one text.
@safe package final class GzipStream: ByteStream {
  private let base: any ByteStream
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
  /// The bytes of the input that are still to be unpacked.
  private var packed = 0..<0
  private let unpacker: GzipUnpacker
  private enum Place { case inMember, betweenMembers, atEnd }
  private var place = Place.inMember
  /// More may come out of what was taken in: as much as there was room for has come.
  private var isFull = false

  /// Unpacks another stream.
  ///
  /// - Throws: `StreamError.library` where ISA-L is not there.
  package init(_ base: any ByteStream) throws(StreamError) {
    self.base = base
    do throws(MissingLibrary) { try SharedLibrary.isal.open() } catch { throw .library(error) }
    unpacker = GzipUnpacker()
  }

  deinit { unsafe input.deallocate() }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    guard buffer.count > 0 else { return 0 }
    var count = 0
    while place != .atEnd && count == 0 {
      if packed.isEmpty && !isFull { try refill() }
      guard place != .atEnd else { break }
      if place == .betweenMembers { try beginMember() }
      if place == .betweenMembers { continue }
      count = try unsafe step(into: buffer)
    }
    return count
  }

  package func interrupt() { base.interrupt() }

  private func refill() throws(StreamError) {
    packed = 0..<(try unsafe base.read(into: input))
    guard packed.isEmpty else { return }
    guard place == .betweenMembers else { throw .truncated }
    place = .atEnd
  }

  private func beginMember() throws(StreamError) {
    // Tapes and block copies pad with zeros.
    while !packed.isEmpty, unsafe input[packed.lowerBound] == 0 { packed = packed.dropFirst() }
    guard !packed.isEmpty else { return }
    // Another member starts as the first did; anything else does not belong here.
    guard unsafe input[packed.lowerBound] == 0x1F else { throw .trailingBytes }
    unpacker.beginMember()
    place = .inMember
  }

  private func step(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    do {
      let (taken, made, isAtEnd) = try unsafe unpacker.unpack(
        UnsafeRawBufferPointer(rebasing: input[packed]), into: buffer)
      packed = packed.dropFirst(taken)
      isFull = made == buffer.count && !isAtEnd
      if isAtEnd { place = .betweenMembers }
      return made
    } catch {
      throw .archive("gzip: \(error.words)", code: error.code)
    }
  }
}
