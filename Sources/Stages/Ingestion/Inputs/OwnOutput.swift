/// Results of velibcorr itself, which it does not read: they may lie beside the logs.
enum OwnOutput {
  /// What their headers begin with.
  private static let headers = [
    ["station_a", "station_b", "r", "hours"],
    ["station", "rank", "neighbour", "r", "hours"],
    ["from", "to", "pairs", "mean_r"],
    ["station", "cluster", "order", "name", "lat", "lng"],
    ["file", "line", "reason", "row"],
  ]

  /// Is a table of this header one, its rows from `end` on? A matrix has the stations in its header and again before
  /// its rows.
  static func isIts(_ header: [String], _ bytes: [UInt8], from end: Int, _ delimiter: UInt8) -> Bool {
    guard delimiter == UInt8(ascii: ",") else { return false }
    if headers.contains(where: header.starts) { return true }
    guard header.count > 1, header[0] == "station" else { return false }
    let parser = LibCSV(delimiter: delimiter)
    return unsafe bytes.withUnsafeBytes { buffer in
      guard case .row = unsafe parser.readRow(buffer, from: end, final: true) else { return false }
      return parser.strings.first == header[1]
    }
  }
}
