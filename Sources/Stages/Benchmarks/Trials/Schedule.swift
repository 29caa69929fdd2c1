/// How tasks come to the workers, which are ranks x threads.
package enum Schedule: Hashable, Sendable, CustomStringConvertible {
  /// One thread does one task after the other.
  case serial
  /// The threads of one process each take the next task when they have done theirs.
  case threads
  /// Each worker has an equal, contiguous part from the start.
  case `static`
  /// Workers take the next so many tasks when they have done theirs.
  case chunked(Int)
  /// Workers take the next task when they have done theirs.
  case dynamic

  /// `serial`, `threads`, `static`, `chunked:8`, `dynamic`; nil of anything else.
  package init?(_ text: String) {
    switch text {
    case "serial": self = .serial
    case "threads": self = .threads
    case "static": self = .static
    case "dynamic": self = .dynamic
    default:
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == "chunked", let size = Int(parts[1]), size > 0 else { return nil }
      self = .chunked(size)
    }
  }

  package var description: String {
    switch self {
    case .serial: "serial"
    case .threads: "threads"
    case .static: "static"
    case .chunked(let size): "chunked:\(size)"
    case .dynamic: "dynamic"
    }
  }
}
