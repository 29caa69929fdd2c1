import Digests
import SystemPackage
import Text
import Workers

extension OutputFile {
  /// Size and SHA-256 of the output: of a file, which is read again and must be complete and closed; of a
  /// stream, since `keepDigest`. Throws `OutputError.writing` where the file cannot be read.
  package func digest(progress: Progress? = nil) throws(OutputError) -> ContentDigest {
    guard let hiddenPath else {
      guard let sha256 else { preconditionFailure("no digest was to be kept") }
      return sha256.digest
    }
    do {
      let file = try FileDescriptor.open(FilePath(named: hiddenPath), .readOnly, options: .closeOnExec)
      return try file.closeAfter {
        try unsafe ContentDigest(upTo: .max) { buffer, offset in
          let count = try unsafe file.read(fromAbsoluteOffset: Int64(offset), into: buffer)
          progress?.add(count)
          return count
        }
      }
    } catch {
      throw .writing(path: path, option: option, error as! Errno)
    }
  }
}
