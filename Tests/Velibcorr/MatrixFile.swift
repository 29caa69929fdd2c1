import Testing

/// A correlation matrix read back, its form checked: for identifiers that need no quotes.
struct MatrixFile {
  let stations: [String]
  /// NaN where the field is empty.
  let values: [[Double]]

  init(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
    try #require(bytes.last == UInt8(ascii: "\n"), sourceLocation: sourceLocation)
    try #require(!bytes.contains(UInt8(ascii: "\r")), sourceLocation: sourceLocation)
    let lines = bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) }
      .map { $0.map { String(decoding: $0, as: UTF8.self) } }
    try #require(lines[0][0] == "station", sourceLocation: sourceLocation)
    stations = Array(lines[0].dropFirst())
    try #require(lines.dropFirst().map { $0[0] } == stations, sourceLocation: sourceLocation)
    values = try lines.dropFirst().map { line in
      try #require(line.count == lines[0].count, sourceLocation: sourceLocation)
      return try line.dropFirst().map {
        $0.isEmpty ? Double.nan : try #require(Double($0), sourceLocation: sourceLocation)
      }
    }
  }

  subscript(_ a: String, _ b: String) -> Double? {
    guard let i = stations.firstIndex(of: a), let j = stations.firstIndex(of: b) else { return nil }
    return values[i][j]
  }
}
