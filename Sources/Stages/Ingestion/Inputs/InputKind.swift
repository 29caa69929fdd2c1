/// The kind of an input by its first bytes; its name does not matter.
package enum InputKind: Equatable, Sendable {
  /// No bytes at all.
  case empty
  /// Text that may start with a header line. Also text with a stray NUL in it.
  case text
  /// Text after a byte-order mark (`EF BB BF`).
  case utf8WithMark
  /// Compressed data: a log, a tar, or anything else is in it.
  case compressed(Compression)
  /// Also an Excel workbook, a zip with a member `[Content_Types].xml`.
  case zip
  /// With a magic number, as all tars since 1988 have.
  case tar
  /// Text of two bytes a character, as Excel's "Unicode text" and PowerShell write it, or of four.
  case wideText(WideText)
  /// Answers of a network's API.
  case json
  /// Apache Parquet (`PAR1`).
  case parquet
  /// Anything else whose beginning cannot be a header line.
  case binary

  /// Compressions that are known by their magic numbers and unpacked.
  package enum Compression: Sendable { case gzip, zstd, xz, bzip2 }

  /// Encodings of more than one byte a character, by the names that `iconv` has for them.
  package enum WideText: String, Sendable {
    /// With a byte-order mark (`FF FE` or `FE FF`).
    case marked = "UTF-16"
    case littleEndian = "UTF-16LE"
    case bigEndian = "UTF-16BE"
    /// With a byte-order mark of four bytes.
    case marked32 = "UTF-32"
    case littleEndian32 = "UTF-32LE"
    case bigEndian32 = "UTF-32BE"

    /// Without the order of the bytes.
    var title: String { String(rawValue.prefix(6)) }
  }

  /// How many bytes `sniff` looks at; fewer do when there are no more.
  package static let sniffedBytes = 4096

  /// The kind of an input that begins with these bytes; only the first `sniffedBytes` are looked at.
  package static func sniff(_ firstBytes: some Collection<UInt8>) -> InputKind {
    let bytes = Array(firstBytes.prefix(sniffedBytes))
    if bytes.isEmpty { return .empty }
    for (magic, kind) in magics where bytes.starts(with: magic) { return kind }
    if bytes.starts(with: bzip2), bytes.count > 3, (0x31...0x39).contains(bytes[3]) {
      return .compressed(.bzip2)
    }
    // A skippable frame: pzstd and the seekable format begin with one.
    if let byte = bytes.first, byte & 0xF0 == 0x50, bytes.dropFirst().starts(with: [0x2A, 0x4D, 0x18]) {
      return .compressed(.zstd)
    }
    // POSIX and GNU differ in what follows.
    if bytes.dropFirst(257).starts(with: "ustar".utf8) { return .tar }
    if let encoding = unmarkedUTF32(bytes) ?? unmarkedUTF16(bytes) { return .wideText(encoding) }
    let mark = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    let first = bytes.dropFirst(mark).first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .json }
    if isBinary(bytes) { return .binary }
    return mark > 0 ? .utf8WithMark : .text
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let bzip2 = Array("BZh".utf8)

  private static let magics: [(magic: [UInt8], kind: InputKind)] = [
    ([0x1F, 0x8B, 0x08], .compressed(.gzip)),
    ([0x28, 0xB5, 0x2F, 0xFD], .compressed(.zstd)),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .compressed(.xz)),
    (Array("PK\u{3}\u{4}".utf8), .zip),
    // An empty one, and one that was to be split.
    (Array("PK\u{5}\u{6}".utf8), .zip),
    (Array("PK\u{7}\u{8}".utf8), .zip),
    (Array("PAR1".utf8), .parquet),
    ([0xFF, 0xFE, 0, 0], .wideText(.marked32)),
    ([0, 0, 0xFE, 0xFF], .wideText(.marked32)),
    ([0xFF, 0xFE], .wideText(.marked)),
    ([0xFE, 0xFF], .wideText(.marked)),
  ]

  /// Three of four bytes NUL.
  private static func unmarkedUTF32(_ bytes: [UInt8]) -> WideText? {
    let characters = min(bytes.count, 64) / 4
    guard characters >= 4 else { return nil }
    func nulls(_ i: Int) -> Int { (0..<characters).count { bytes[4 * $0 + i] == 0 } }
    guard nulls(1) == characters, nulls(2) == characters else { return nil }
    if nulls(3) == characters && nulls(0) == 0 { return .littleEndian32 }
    return nulls(0) == characters && nulls(3) == 0 ? .bigEndian32 : nil
  }

  /// Every other byte NUL, the others not, over a stretch that no stray NULs make.
  private static func unmarkedUTF16(_ bytes: [UInt8]) -> WideText? {
    let pairs = min(bytes.count, 64) / 2
    guard pairs >= 4 else { return nil }
    let even = (0..<pairs).count { bytes[2 * $0] == 0 }
    let odd = (0..<pairs).count { bytes[2 * $0 + 1] == 0 }
    // A few characters may lie beyond Latin, and have no NUL.
    if even == 0 && odd * 8 >= pairs * 7 { return .littleEndian }
    if odd == 0 && even * 8 >= pairs * 7 { return .bigEndian }
    return nil
  }

  /// Has the first line control characters, and are more than a quarter of its bytes such or no UTF-8? A
  /// stray NUL is far from that, and so is Latin-1; what has a line feed early on is judged by more than
  /// its first line.
  private static func isBinary(_ bytes: [UInt8]) -> Bool {
    let isLineEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
    let text = bytes.drop(while: isLineEnd)
    let line = text.prefix(max(text.prefix { !isLineEnd($0) }.count, 256))
    let controls = line.count { $0 < 0x20 && !(0x09...0x0D).contains($0) || $0 == 0x7F }
    guard controls > 0 else { return false }
    let malformed = String(decoding: line, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
    return 4 * (controls + malformed) > line.count
  }
}

extension InputKind {
  /// For what velibcorr does not read: how to make something of it that it does. Nil for the others.
  package func advice(_ cure: Cure) -> String? {
    switch self {
    case .text, .utf8WithMark, .compressed, .zip, .tar, .json: nil
    case .empty: "a log starts with a header line that names its columns"
    case .wideText(let encoding):
      "turn it into UTF-8: " + cure.filter("iconv -f \(encoding.rawValue) -t UTF-8", to: "-utf8.csv")
    case .parquet:
      "velibcorr reads CSV and TSV; one of these turns the file into CSV:\n    "
        + cure.duckdb(to: "-export.csv") + "\n    "
        + cure.python("pandas.read_parquet(sys.argv[1]).to_csv(sys.argv[2], index=False)", to: "-export.csv")
    case .binary:
      "velibcorr reads text (CSV, TSV), plain or in a gz, zst, xz, bz2, zip or tar; unpack or export it first"
    }
  }
}
