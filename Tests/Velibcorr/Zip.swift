/// A zip archive of files that are stored as they are, by the format's description (PKWARE's APPNOTE).
func storedZip(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
  func number(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * $0) & 255) } }
  var (archive, directory): ([UInt8], [UInt8]) = ([], [])
  for file in files {
    let name = Array(file.name.utf8)
    // Version 2.0, names in UTF-8, stored, 1980-01-01.
    let common =
      number(20, 2) + number(1 << 11, 2) + number(0, 2) + number(0, 2) + number(33, 2)
      + number(Int(crc32(file.bytes)), 4) + number(file.bytes.count, 4) + number(file.bytes.count, 4)
      + number(name.count, 2) + number(0, 2)
    directory +=
      Array("PK\u{1}\u{2}".utf8) + number(20, 2) + common + number(0, 10) + number(archive.count, 4) + name
    archive += Array("PK\u{3}\u{4}".utf8) + common + name + file.bytes
  }
  return archive + directory + Array("PK\u{5}\u{6}".utf8) + number(0, 4) + number(files.count, 2)
    + number(files.count, 2) + number(directory.count, 4) + number(archive.count, 4) + number(0, 2)
}

/// The checksum of zip and gzip, bit by bit.
private func crc32(_ bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(UInt32.max) { crc, byte in
    (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
}
