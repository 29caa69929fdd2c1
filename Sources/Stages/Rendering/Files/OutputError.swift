import SystemPackage

/// Why an output cannot be made.
package enum OutputError: Error {
  /// It cannot be opened or made.
  case cannotCreate(path: String, option: String, Errno)
  /// It takes no more, cannot be closed, renamed or read again.
  case writing(path: String, option: String, Errno)
  /// Another run writes it; `holder` is what that says of itself, or empty.
  case isLocked(path: String, option: String, holder: String)
  /// It is complete and has its name, but whether the disk has that is not known.
  case unconfirmed(path: String, option: String, Errno)
}
