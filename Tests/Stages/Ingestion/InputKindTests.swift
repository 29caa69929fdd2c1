import CArchive
import Ingestion
import Testing

@Suite("What an input is by its first bytes")
struct InputKindTests {
  static let header =
    "number\tavailable_bike_stands\tavailable_bikes\tlast_update\r\n1\t2\t3\t2013-09-10 11:00:00\r\n"

  @Test(
    "text is text",
    arguments: [
      header, "\"station_id\",\"free\"\r\n", "id;bikes", "a", "\n\n\(header)", ",Identifiant station,é\n",
      "PK,BZh,PAR\n", "ustar,free\n",
      // Stray NULs in the header or behind it.
      "number\t\0available_bike_stands\tavailable_bikes\n", header + "\0\0\0\0\0\0", header + "\u{1}\u{2}\n",
    ])
  func text(_ text: String) { #expect(InputKind.sniff(Array(text.utf8)) == .text) }

  @Test("Latin-1 is text")
  func latin1() {
    let header = Array("num".utf8) + [0xE9] + Array("ro,v".utf8) + [0xE9] + Array("los,places,heure\n".utf8)
    #expect(InputKind.sniff(header) == .text)
  }

  @Test("a byte-order mark is told")
  func mark() {
    #expect(InputKind.sniff([0xEF, 0xBB, 0xBF] + Self.header.utf8) == .utf8WithMark)
    #expect(InputKind.sniff([0xEF, 0xBB, 0xBF]) == .utf8WithMark)
    #expect(InputKind.sniff([0xEF, 0xBB, 0xBF] + Array(" [1]".utf8)) == .json)
  }

  @Test("nothing is empty")
  func empty() { #expect(InputKind.sniff([]) == .empty) }

  @Test("two bytes a character", arguments: [false, true])
  func utf16(_ bigEndian: Bool) {
    let bytes = Self.header.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let ordered =
      bigEndian ? stride(from: 0, to: bytes.count, by: 2).flatMap { [bytes[$0 + 1], bytes[$0]] } : bytes
    #expect(InputKind.sniff(ordered) == .wideText(bigEndian ? .bigEndian : .littleEndian))
    let mark: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    #expect(InputKind.sniff(mark + ordered) == .wideText(.marked))
  }

  @Test("four bytes a character", arguments: [false, true])
  func utf32(_ bigEndian: Bool) {
    var bytes: [UInt8] = []
    for byte in Self.header.utf8 { bytes += bigEndian ? [0, 0, 0, byte] : [byte, 0, 0, 0] }
    #expect(InputKind.sniff(bytes) == .wideText(bigEndian ? .bigEndian32 : .littleEndian32))
    let mark: [UInt8] = bigEndian ? [0, 0, 0xFE, 0xFF] : [0xFF, 0xFE, 0, 0]
    #expect(InputKind.sniff(mark + bytes) == .wideText(.marked32))
  }

  @Test("JSON", arguments: ["{\"type\": 1}", "[{}]", " \r\n\t[\n"])
  func json(_ text: String) { #expect(InputKind.sniff(Array(text.utf8)) == .json) }

  @Test("Parquet")
  func parquet() { #expect(InputKind.sniff(Array("PAR1".utf8) + [0x15, 0, 0x15]) == .parquet) }

  @Test("an empty zip")
  func emptyZip() {
    #expect(InputKind.sniff(Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18)) == .zip)
  }

  @Test("what can be no header is binary")
  func binary() {
    let png: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0,
    ]
    let elf: [UInt8] = [
      0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3E, 0, 1, 0, 0, 0,
    ]
    for bytes in [png, elf, [UInt8](repeating: 0, count: 4096), [0]] {
      #expect(InputKind.sniff(bytes) == .binary)
    }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<100 {
      let noise = (0..<4096).map { _ in UInt8.random(in: 0x80...0xFF, using: &generator) }
      #expect(InputKind.sniff([0, 1] + noise) == .binary)
    }
  }

  @Test("who is refused is told what to do, who is read is not")
  func advice() throws {
    for kind in [InputKind.text, .utf8WithMark, .compressed(.zstd), .zip, .tar, .json] {
      #expect(kind.advice(Cure("a")) == nil)
    }
    #expect(try #require(InputKind.wideText(.marked).advice(Cure("a"))).contains("iconv -f UTF-16 -t UTF-8"))
    #expect(try #require(InputKind.parquet.advice(Cure("a"))).contains("duckdb"))
    #expect(InputKind.empty.advice(Cure("a")) != nil && InputKind.binary.advice(Cure("a")) != nil)
  }
}

/// Compressed and archived bytes, made by libarchive's writer.
enum Packing: CaseIterable {
  case gzip, zstd, xz, bzip2, zip, storedZip, tar, tarGzip

  static let compressions: [Packing] = [.gzip, .zstd, .xz, .bzip2]
  static let archives: [Packing] = [.zip, .storedZip, .tar, .tarGzip]
  static let all = compressions + archives

  var kind: InputKind {
    switch self {
    case .gzip, .tarGzip: .compressed(.gzip)
    case .zstd: .compressed(.zstd)
    case .xz: .compressed(.xz)
    case .bzip2: .compressed(.bzip2)
    case .zip, .storedZip: .zip
    case .tar: .tar
    }
  }

  struct Failure: Error { let words: String }

  /// Names that end with a slash become directories. Compressions take one file.
  func pack(_ files: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
    let writer = archive_write_new()
    defer { archive_write_free(writer) }
    func check(_ status: Int) throws {
      guard status < ARCHIVE_WARN else { return }
      throw Failure(words: archive_error_string(writer).map { String(cString: $0) } ?? "status \(status)")
    }
    try check(Int(setUp(writer)))
    var packed = [UInt8](repeating: 0, count: files.reduce(1 << 20) { $0 + $1.bytes.count })
    var used = 0
    try packed.withUnsafeMutableBytes { buffer in
      archive_write_set_bytes_in_last_block(writer, 1)
      try check(Int(archive_write_open_memory(writer, buffer.baseAddress, buffer.count, &used)))
      for file in files {
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, file.name)
        archive_entry_set_filetype(entry, file.name.hasSuffix("/") ? 0o040000 : 0o100000)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_size(entry, la_int64_t(file.bytes.count))
        try check(Int(archive_write_header(writer, entry)))
        try file.bytes.withUnsafeBytes { try check(archive_write_data(writer, $0.baseAddress, $0.count)) }
      }
      try check(Int(archive_write_close(writer)))
    }
    return Array(packed.prefix(used))
  }

  private func setUp(_ writer: OpaquePointer?) -> Int32 {
    switch self {
    case .gzip, .tarGzip: archive_write_add_filter_gzip(writer)
    case .zstd: archive_write_add_filter_zstd(writer)
    case .xz: archive_write_add_filter_xz(writer)
    case .bzip2: archive_write_add_filter_bzip2(writer)
    default: archive_write_add_filter_none(writer)
    }
    switch self {
    case .zip: return archive_write_set_format_zip(writer)
    case .storedZip:
      archive_write_set_format_zip(writer)
      return archive_write_zip_set_compression_store(writer)
    case .tar, .tarGzip: return archive_write_set_format_pax_restricted(writer)
    default: return archive_write_set_format_raw(writer)
    }
  }

  /// Where the data ends in what `pack` has made of one file: behind it there is only a directory or
  /// padding, without which nothing of the file is missing.
  func dataEnd(_ packed: [UInt8]) -> Int {
    switch self {
    case .zip, .storedZip:
      packed.indices.last { packed[$0...].starts(with: "PK\u{1}\u{2}".utf8) } ?? packed.count
    case .tar: packed.lastIndex { $0 != 0 }! + 1
    // The padding is packed too, in some bytes before the trailer.
    case .tarGzip: packed.count - 64
    default: packed.count
    }
  }
}
