import CMPI

/// The MPI library that this program is linked with; MPI allows both questions before `MPI_Init`.
package enum MPILibrary {
  /// "Open MPI v4.1.4" (`MPI_Get_library_version`, its first words).
  package static var name: String {
    var (text, count) = ([CChar](repeating: 0, count: 8192), Int32(0))
    unsafe MPI_Get_library_version(&text, &count)
    let words = String(decoding: text[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(words.prefix { $0 != "," && $0 != "\n" })
  }

  /// "3.1", the version of the standard (`MPI_Get_version`).
  package static var standard: String {
    var (major, minor) = (Int32(0), Int32(0))
    unsafe MPI_Get_version(&major, &minor)
    return "\(major).\(minor)"
  }
}

/// Who has made a library or a launcher, and its version.
package struct MPIVersion: Equatable, Sendable {
  package let isOpenMPI: Bool
  /// "4.1.4"; nil where none is told.
  package let number: String?

  /// From the library's name, or from what `mpiexec --version` prints:
  /// "mpiexec (OpenRTE) 4.1.4", "mpiexec (Open MPI) 5.0.7", or another maker's words.
  package init(_ words: String) {
    isOpenMPI = ["Open MPI", "OpenRTE"].contains { words.contains($0) }
    number = words.firstMatch(of: #/\d+\.\d+(\.\d+)*/#).map { String($0.output.0) }
  }

  /// Ranks can be started by a launcher of the same maker and major version.
  package func starts(_ library: MPIVersion) -> Bool {
    func major(_ version: MPIVersion) -> Substring? { version.number?.prefix { $0 != "." } }
    return isOpenMPI == library.isOpenMPI && major(self) == major(library)
  }
}
