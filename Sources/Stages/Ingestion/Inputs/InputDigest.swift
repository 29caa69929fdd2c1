import Digests
import Workers

extension Input {
  /// Bytes that `digest` reads again.
  package var digestedBytes: Int {
    guard file.isRegular else { return 0 }
    return switch self {
    case .log(let log): log.size
    case .stream(let stream): stream.source.digestedBytes
    case .profiles(let profiles): profiles.source.digestedBytes
    }
  }

  /// Size and SHA-256 of the bytes that were read, those of the file itself when it is compressed. To be called when
  /// its rows are read. What comes but once must have been opened with `keepsDigest`.
  ///
  /// - Parameter progress: counts bytes that are read again.
  /// - Throws: `IngestionError` where they cannot be read.
  package func digest(progress: Progress? = nil) throws(IngestionError) -> ContentDigest {
    do {
      switch self {
      case .log(let log):
        return try unsafe ContentDigest(upTo: log.size) { buffer, offset throws(IngestionError) in
          let count = try unsafe log.read(into: buffer, at: offset)
          progress?.add(count)
          return count
        }
      case .stream(let stream): return try stream.source.digest(progress: progress)
      case .profiles(let profiles): return try profiles.source.digest(progress: progress)
      }
    } catch let error as IngestionError {
      throw error
    } catch {
      throw .stream(path: path, error as! StreamError)
    }
  }
}
