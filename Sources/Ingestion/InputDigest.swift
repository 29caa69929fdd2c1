import Digests

extension LogFile {
  /// Size and SHA-256 of the bytes of this input that were read, those of the file itself when it is
  /// compressed. To be called when its rows are read. What comes but once must have been opened with
  /// `keepsDigest`.
  package func digest() throws(IngestionError) -> ContentDigest {
    if let size {
      return try unsafe ContentDigest(upTo: size) { buffer, offset throws(IngestionError) in
        try unsafe read(into: buffer, at: offset)
      }
    }
    do throws(StreamError) {
      return try source.digest()
    } catch {
      throw .stream(path: path, error)
    }
  }
}
