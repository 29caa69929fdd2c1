import SharedLibraries

extension Failure {
  /// A library is missing that something needs: a file, an output.
  init(_ missing: MissingLibrary, for need: String) {
    self.init(
      .unavailable, "\(need) needs a library that cannot be opened: \(missing.words)",
      advice: "Debian's package \(missing.library.debianPackage) has it")
  }
}

extension Job {
  /// Opens the libraries of what is to be done, before anything is. Throws `Failure` where one is missing. Collective.
  func open(_ needs: [(library: SharedLibrary, need: String)]) throws {
    try agree {
      for (library, need) in needs {
        do throws(MissingLibrary) { try library.open() } catch { throw Failure(error, for: need) }
      }
    }
  }
}
