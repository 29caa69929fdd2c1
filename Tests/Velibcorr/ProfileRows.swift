import TestSupport

/// The rows of a profile file without what they remember of their sources, which differ where the same records come from
/// other files.
func profileRows(_ bytes: [UInt8]) -> [UInt8] {
  var rows: [UInt8] = []
  for line in bytes.split(separator: UInt8(ascii: "\n")) {
    let commas = line.indices.filter { line[$0] == UInt8(ascii: ",") }
    rows += line[..<(commas.count > 9 ? commas[9] : line.endIndex)] + [UInt8(ascii: "\n")]
  }
  return rows
}

extension Velibcorr {
  func profileRows(_ name: String) throws -> String {
    String(decoding: VelibcorrTests.profileRows(try bytes(name)), as: UTF8.self)
  }
}
