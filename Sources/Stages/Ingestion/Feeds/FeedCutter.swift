import CIngestion

/// Cuts the sources of a feed into pieces of whole documents, by their bytes alone: a feed becomes the same pieces
/// whoever converts them.
struct FeedCutter {
  let sources: any FeedSources
  /// Bytes of a piece; of one document more, if need be.
  var pieceSize: Int
  /// The source that is being read piece by piece, and how far; nil between sources.
  private var current: (name: String?, stream: any ByteStream, offset: Int)?
  /// Bytes of it that the piece before had no room for.
  private var carried: [UInt8] = []
  /// A file that the piece before had no room for.
  private var waiting: FeedSource?
  private var isAtEnd = false

  init(_ sources: any FeedSources, pieceSize: Int) {
    self.sources = sources
    self.pieceSize = pieceSize
  }

  /// Fills a piece; it stays empty after the last. An error is kept in it.
  mutating func fill(_ piece: FeedPiece) {
    piece.begin()
    do throws(StreamError) {
      while !isAtEnd, piece.load < pieceSize {
        if current == nil, try !begin(piece) { break }
        if current != nil, try !readOn(piece) { break }
      }
    } catch {
      piece.fail(error)
      isAtEnd = true
    }
  }

  /// Goes to the next source; false when the piece is full. A small file is left to who converts.
  private mutating func begin(_ piece: FeedPiece) throws(StreamError) -> Bool {
    guard let source = try nextSource() else {
      isAtEnd = true
      return true
    }
    if let size = source.byteCount, size <= max(pieceSize, Self.smallFile) {
      guard piece.load == 0 || piece.load + size <= pieceSize else {
        waiting = source
        return false
      }
      piece.add(source)
      return true
    }
    current = (source.name, try source.open(), 0)
    return true
  }

  private mutating func nextSource() throws(StreamError) -> FeedSource? {
    guard let waiting else { return try sources.next() }
    self.waiting = nil
    return waiting
  }

  private static let smallFile = 1 << 20

  /// Adds documents of the current source; false when the piece is full.
  private mutating func readOn(_ piece: FeedPiece) throws(StreamError) -> Bool {
    guard let (name, stream, offset) = current else { return true }
    let start = piece.count
    piece.append(carried)
    carried = []
    var limit = max(pieceSize, piece.count + 1)
    while true {
      while piece.capacity < limit { piece.grow() }
      let hasMore = try piece.fill(from: stream, limit: limit)
      if offset == 0 { piece.blankMark(at: start) }
      guard hasMore else {
        piece.add(.init(source: name, offset: offset, range: start..<piece.count, isLast: true))
        current = nil
        return true
      }
      let cut = unsafe Self.cut(piece.text(start..<piece.count))
      if cut > 0 {
        carried = piece.cut(to: start + cut)
        piece.add(.init(source: name, offset: offset, range: start..<start + cut, isLast: false))
        current = (name, stream, offset + cut)
        return false
      }
      // The next piece begins with it.
      if start > 0 {
        carried = piece.cut(to: start)
        return false
      }
      guard limit < FeedStream.longestDocument else {
        throw .feed(
          FeedError(kind: .tooLong(at: offset, limit: FeedStream.longestDocument), source: name))
      }
      limit *= 2
    }
  }

  /// Where the last document begins that surely begins in `text`; 0 without any.
  private static func cut(_ text: UnsafeRawBufferPointer) -> Int {
    unsafe velibcorr_feed_cut(text.bindMemory(to: UInt8.self).baseAddress, text.count)
  }
}
