import Digests
import Workers

extension LogFile {
  /// Bytes that `digest` reads again.
  package var digestedBytes: Int { isRegular ? size ?? source?.size ?? 0 : 0 }

  /// Size and SHA-256 of the bytes of this input that were read, those of the file itself when it is
  /// compressed. To be called when its rows are read. What comes but once must have been opened with
  /// `keepsDigest`. `progress` counts bytes that are read again.
  package func digest(progress: Progress? = nil) throws(IngestionError) -> ContentDigest {
    if let size {
      return try unsafe ContentDigest(upTo: size) { buffer, offset throws(IngestionError) in
        let count = try unsafe read(into: buffer, at: offset)
        progress?.add(count)
        return count
      }
    }
    do throws(StreamError) {
      if let folder { return try folder.digest() }
      guard let source else { preconditionFailure("no folder, and no source") }
      return try source.digest(progress: progress)
    } catch {
      throw .stream(path: path, error)
    }
  }
}
