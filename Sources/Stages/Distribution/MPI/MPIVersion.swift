/// Who has made a library or a launcher, and its version.
package struct MPIVersion: Equatable, Sendable {
  /// Whose it is, by whatever name it goes; nil where that is not known.
  package let family: MPIFamily?
  /// "4.1.4"; nil where none is told.
  package let number: String?

  /// From the library's name, or from what `mpiexec --version` prints:
  /// "mpiexec (OpenRTE) 4.1.4", "mpiexec (Open MPI) 5.0.7", or another maker's words.
  package init(_ words: String) {
    family = MPIFamily(words: words)
    number = words.firstMatch(of: #/\d+\.\d+(\.\d+)*/#).map { String($0.output.0) }
  }

  /// Ranks can be started by a launcher of the same family: of Open MPI, of the same major version.
  package func starts(_ library: MPIVersion) -> Bool {
    func major(_ version: MPIVersion) -> Substring? { version.number?.prefix { $0 != "." } }
    guard let family, family == library.family else { return false }
    return family == .mpich || major(self) == major(library)
  }
}
