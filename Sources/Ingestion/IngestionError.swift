import SystemPackage

/// Why an input cannot be read at all.
package enum IngestionError: Error {
  case cannotOpen(path: String, Errno)
  case isDirectory(path: String)
  case empty(path: String)
  case layout(path: String, LayoutError)
  case reading(path: String, offset: Int, Errno)
  /// No row ends within `limit` bytes of this offset.
  case rowTooLong(path: String, offset: Int, limit: Int)
}
