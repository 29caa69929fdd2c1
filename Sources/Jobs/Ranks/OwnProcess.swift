import Glibc

/// Can every rank open it for itself?
package func isRegularFile(_ path: String) -> Bool { regularFileSize(path) != nil }

/// Bytes of a file that every rank can open for itself; nil for anything else.
func regularFileSize(_ path: String) -> Int? {
  var status = stat()
  guard unsafe path != "-" && stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  return Int(status.st_size)
}

/// The variables of this process.
package func currentEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var entry = unsafe environ
  while let text = unsafe entry.pointee {
    let parts = unsafe String(cString: text).split(
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
  return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
