import Foundation
import Glibc

/// A process that was found in /proc.
package struct ForeignProcess {
  package let pid: pid_t
  /// The path of its program, without symbolic links.
  package let program: String
  package let environment: [String: String]

  /// Bytes that it has read so far, from whatever source.
  package var bytesRead: Int {
    let lines = Self.contents("/proc/\(pid)/io")?.split(separator: UInt8(ascii: "\n")) ?? []
    let line = lines.lazy.map { String(decoding: $0, as: UTF8.self) }.first { $0.hasPrefix("rchar: ") }
    return line.flatMap { Int($0.dropFirst(7)) } ?? 0
  }

  /// How many threads it has now; 0 when it is gone.
  package var threads: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task").count) ?? 0
  }

  /// Those whose environment holds `mark`, inherited from the one that was started with it.
  static func all(marked mark: String) -> [ForeignProcess] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.compactMap { pid in
      guard let bytes = contents("/proc/\(pid)/environ") else { return nil }
      let entries = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      guard entries.contains(mark) else { return nil }
      let pairs = entries.compactMap { entry -> (String, String)? in
        let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
      }
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
      return ForeignProcess(
        pid: pid, program: program ?? "", environment: Dictionary(pairs) { first, _ in first })
    }
  }

  /// A file of /proc, whose size nobody knows before; nil when it cannot be read, or not any more.
  private static func contents(_ path: String) -> [UInt8]? {
    guard let file = try? Descriptor(opening: path, O_RDONLY) else { return nil }
    var bytes: [UInt8] = []
    while let more = file.read(atMost: .max) {
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }
}
