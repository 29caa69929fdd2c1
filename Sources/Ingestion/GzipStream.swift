import CZlib

/// What a gzip file holds, by zlib, which checks each member's length and CRC-32 (libarchive's gzip filter
/// does not: a damaged file would be read as a good one). Several members follow each other as one text.
@safe final class GzipStream: ByteStream {
  private let base: any ByteStream
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private enum Place { case inMember, betweenMembers, atEnd }
  private var place = Place.inMember

  init(_ base: any ByteStream) throws(StreamError) {
    self.base = base
    unsafe stream.initialize(to: z_stream())
    let status = unsafe velibcorr_inflate_init_gzip(stream)
    guard status == Z_OK else { throw .archive("zlib: error \(status)", code: status) }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    guard buffer.count > 0 else { return 0 }
    unsafe stream.pointee.next_out = buffer.baseAddress!.assumingMemoryBound(to: Bytef.self)
    unsafe stream.pointee.avail_out = uInt(min(buffer.count, 1 << 30))
    let room = unsafe stream.pointee.avail_out
    while unsafe place != .atEnd && stream.pointee.avail_out == room {
      if unsafe stream.pointee.avail_in == 0 { try refill() }
      guard place != .atEnd else { break }
      if place == .betweenMembers { try beginMember() }
      try step()
    }
    return unsafe Int(room - stream.pointee.avail_out)
  }

  func interrupt() { base.interrupt() }

  private func refill() throws(StreamError) {
    let count = try unsafe base.read(into: input)
    unsafe stream.pointee.next_in = input.baseAddress!.assumingMemoryBound(to: Bytef.self)
    unsafe stream.pointee.avail_in = uInt(count)
    guard count == 0 else { return }
    guard place == .betweenMembers else { throw .truncated }
    place = .atEnd
  }

  private func beginMember() throws(StreamError) {
    // Another member starts as the first did; anything else does not belong here.
    guard unsafe stream.pointee.next_in[0] == 0x1F else { throw .trailingBytes }
    unsafe inflateReset(stream)
    place = .inMember
  }

  private func step() throws(StreamError) {
    let status = unsafe inflate(stream, Z_NO_FLUSH)
    switch status {
    case Z_STREAM_END: place = .betweenMembers
    case Z_OK, Z_BUF_ERROR: break
    default:
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "error \(status)"
      throw .archive("gzip: \(words)", code: status)
    }
  }
}
