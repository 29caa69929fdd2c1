import CMPI
import SharedLibraries

/// The MPI library that this program opens. MPI answers these questions before `MPI_Init`, too.
package enum MPILibrary {
  /// Whose it is: Open MPI's, where nobody has said otherwise.
  package static var family: MPIFamily { SharedLibrary.usesMPICH ? .mpich : .openMPI }

  /// From here on it is that family's. To be called before anything else of MPI is.
  package static func use(_ family: MPIFamily) {
    if family == .mpich { SharedLibrary.useMPICH() }
  }

  /// Its name, version and build (`MPI_Get_library_version`).
  package static var description: String {
    var text = [CChar](repeating: 0, count: Int(MPI_MAX_LIBRARY_VERSION_STRING))
    var count: Int32 = 0
    unsafe MPI_Get_library_version(&text, &count)
    // Open MPI counts the NUL at the end, too.
    return String(
      decoding: text[..<Int(count)].prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }

  /// Whose libraries it can be: no header of MPI is needed to build this program, so no one version is it built with.
  package static let families = "Open MPI (libmpi.so.40), MPICH and its kin (libmpi.so.12)"

  /// "Open MPI v4.1.4", "MPICH 4.0.2".
  package static var name: String { name(in: description) }

  /// The first words of a description, such as "MPICH Version:\t4.0.2\nMPICH Release date: ...".
  package static func name(in description: String) -> String {
    let words = description.prefix { $0 != "," && $0 != "\n" }.split(whereSeparator: \.isWhitespace)
    return words.filter { $0 != "Version" && $0 != "Version:" && $0 != ":" }.joined(separator: " ")
  }

  /// "3.1", the version of the standard (`MPI_Get_version`).
  package static var standard: String {
    var (major, minor) = (Int32(0), Int32(0))
    unsafe MPI_Get_version(&major, &minor)
    return "\(major).\(minor)"
  }
}

extension Communicator {
  /// The MPI library that connects the ranks; nil without MPI.
  package var library: String? { usesMPI ? MPILibrary.description : nil }
}
