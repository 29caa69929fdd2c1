/// The end of the program by an exit code, when all is said.
package struct Exit: Error, Equatable {
  package let code: Int32

  package init(_ code: Int32) { self.code = code }
  init(_ status: ExitStatus) { code = status.rawValue }
}
