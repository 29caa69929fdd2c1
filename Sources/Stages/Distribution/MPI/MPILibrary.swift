import CMPI

/// The MPI library that this program is linked with. MPI answers these questions before `MPI_Init`, too.
package enum MPILibrary {
  /// Its name, version and build (`MPI_Get_library_version`).
  package static var description: String {
    var text = [CChar](repeating: 0, count: Int(MPI_MAX_LIBRARY_VERSION_STRING))
    var count: Int32 = 0
    unsafe MPI_Get_library_version(&text, &count)
    // Open MPI counts the NUL at the end, too.
    return String(
      decoding: text[..<Int(count)].prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Name and version of the library that the headers were of.
  package static let builtWith =
    "Open MPI \(OMPI_MAJOR_VERSION).\(OMPI_MINOR_VERSION).\(OMPI_RELEASE_VERSION)"

  /// "Open MPI v4.1.4", the first words of `description`.
  package static var name: String { String(description.prefix { $0 != "," && $0 != "\n" }) }

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
