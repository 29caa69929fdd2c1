import CMPI

extension Communicator {
  /// The MPI library that connects the ranks, with its version (`MPI_Get_library_version`); nil without MPI.
  package var library: String? {
    guard usesMPI else { return nil }
    var text = [CChar](repeating: 0, count: Int(MPI_MAX_LIBRARY_VERSION_STRING))
    var count: Int32 = 0
    unsafe MPI_Get_library_version(&text, &count)
    // Open MPI counts the NUL at the end, too.
    return String(
      decoding: text[..<Int(count)].prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
