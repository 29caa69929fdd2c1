import Glibc
import SystemPackage
import Text

/// Can every rank open it for itself?
package func isRegularFile(_ path: String) -> Bool { regularFileSize(path) != nil }

/// Bytes of a file that every rank can open for itself; nil for anything else.
func regularFileSize(_ path: String) -> Int? {
  var status = stat()
  guard unsafe path != "-" && stat(path.systemName, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
    return nil
  }
  return Int(status.st_size)
}

/// All bytes of a file, or of a stream to its end; nil where it cannot be read.
package func fileContents(_ path: String) -> [UInt8]? {
  guard let file = try? FileDescriptor.open(FilePath(named: path), .readOnly) else {
    return nil
  }
  defer { try? file.close() }
  var contents: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    guard let count = try? unsafe piece.withUnsafeMutableBytes({ try unsafe file.read(into: $0) }) else {
      return nil
    }
    if count == 0 { return contents }
    contents += piece[..<count]
  }
}

/// What was typed behind the name of the program.
package let ownArguments: [String] = (1..<max(1, Int(CommandLine.argc))).compactMap { i in
  unsafe CommandLine.unsafeArgv[i].map { unsafe String(systemName: $0) }
}

/// The variables of this process.
package func currentEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var entry = unsafe environ
  while let text = unsafe entry.pointee {
    let parts = unsafe String(systemName: text).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
    unsafe entry += 1
  }
  return variables
}

/// The path of this program, also where this process may not read it.
func ownProgram() -> String {
  var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
  let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
  guard count > 0 else { return "/proc/self/exe" }
  return String(system: buffer[..<count].map { UInt8(truncatingIfNeeded: $0) })
}
