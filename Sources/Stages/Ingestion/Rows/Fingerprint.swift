import Digests

/// By what an input is known again: its size, when it was changed last, and some of its bytes.
package struct Fingerprint: Codable, Equatable, Sendable {
  /// Size of the input; of a folder, that of all its JSON files.
  package let bytes: Int
  /// Nanoseconds since 1970.
  package let modified: Int
  /// SHA-256 of the stretches sampled.
  package let sample: String
}

extension Input {
  /// Its header, its end and places evenly spread between them are looked at: a file written anew has other counts
  /// there, and one that has grown another size.
  /// Throws `IngestionError.reading`.
  package func fingerprint() throws(IngestionError) -> Fingerprint {
    if let folder = stream?.source.folder { return folder.fingerprint() }
    let size = log?.size ?? file.byteCount
    let sha256 = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.sampleSize, alignment: 64)
    defer { unsafe buffer.deallocate() }
    let last = max(0, size - buffer.count)
    for i in 0..<Self.samples {
      let offset = last / (Self.samples - 1) * i + (i == Self.samples - 1 ? last % (Self.samples - 1) : 0)
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, size - offset)])
      let count = try unsafe file.read(into: room, at: offset)
      unsafe sha256.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      if last == 0 { break }
    }
    return Fingerprint(bytes: size, modified: file.modified, sample: sha256.digest.sha256)
  }

  private static let samples = 64
  private static let sampleSize = 4096
}
