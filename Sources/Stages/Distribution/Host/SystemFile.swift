import Glibc
import SystemPackage

/// What the kernel and the system tell by files.
package enum SystemFile {
  /// The text of a file, whose size the kernel may not know before; nil where it cannot be read.
  package static func text(_ path: String) -> String? {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else {
      return nil
    }
    defer { try? file.close() }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 13)
    while let count = try? unsafe buffer.withUnsafeMutableBytes({ try unsafe file.read(into: $0) }) {
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
    return nil
  }

  /// `gethostname`
  package static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    unsafe gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }
}
