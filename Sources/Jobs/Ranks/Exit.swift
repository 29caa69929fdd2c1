/// The end of the program by an exit code, when all is said.
package struct Exit: Error, Equatable {
  /// The process's exit code.
  package let code: Int32

  /// An end with that code, of which all is said.
  package init(_ code: Int32) { self.code = code }
  init(_ status: ExitStatus) { code = status.rawValue }
}
