/// A stream whose next bytes can be looked at before they are read.
package final class PeekableStream: ByteStream {
  private let base: any ByteStream
  private var held: ArraySlice<UInt8> = []
  /// Are there no bytes but those that were looked at?
  private(set) var holdsRest = false

  /// From now on only this stream may read `base`: what was peeked at is gone from there.
  package init(_ base: any ByteStream) { self.base = base }

  /// The next `count` bytes, fewer only at the end; they stay to be read.
  /// Throws what the stream below throws; the bytes that this call has read before are lost.
  package func peek(_ count: Int) throws(StreamError) -> [UInt8] {
    let wanted = count - held.count
    if wanted > 0 {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted, alignment: 1)
      defer { unsafe buffer.deallocate() }
      let got = try unsafe base.fill(buffer)
      unsafe held.append(contentsOf: buffer.prefix(got))
      holdsRest = got < wanted
    }
    // All of it needs no copy.
    return held.count <= count ? Array(held) : Array(held.prefix(count))
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    if held.isEmpty { return try unsafe base.read(into: buffer) }
    let count = min(held.count, buffer.count)
    unsafe buffer.copyBytes(from: held.prefix(count))
    held = held.dropFirst(count)
    return count
  }

  package func interrupt() { base.interrupt() }

  /// The feed below.
  var feed: FeedStream? { base as? FeedStream }

  /// The regular file below, put back to what was not read yet; else the stream itself.
  var unpeeked: any ByteStream {
    guard let file = base as? DescriptorStream, file.size != nil else { return self }
    file.seek(to: file.place - held.count)
    (held, holdsRest) = ([], false)
    return file
  }
}
