import Availability

/// A list of stations beside a log, as in the course's archive: names by identifier.
enum StationList {
  /// A longer list is not read.
  private static let longest = 64 << 20

  /// The names in delimited text with a column for the station and one called `name` or `nom`; none when it
  /// is something else.
  static func read(_ stream: PeekableStream) throws(StreamError) -> [StationID: String] {
    let bytes = try stream.peek(longest)
    for delimiter in RecordLayout.delimiters {
      var names: [StationID: String] = [:]
      var columns: (station: Int, name: Int)?
      let csv = LibCSV(delimiter: delimiter)
      unsafe bytes.withUnsafeBytes { buffer in
        var position = 0
        rows: while position < buffer.count {
          switch unsafe csv.readRow(buffer, from: position, final: true) {
          case .incomplete: break rows
          case .blank(let end): position = end
          case .row(let end):
            position = end
            let fields = csv.strings
            if let columns {
              guard fields.count > max(columns.station, columns.name) else { continue }
              names[StationID(fields[columns.station])] = fields[columns.name]
            } else {
              let header = fields.map { $0.lowercased() }
              guard
                let station = ColumnRole.station.aliases.lazy.compactMap({ header.firstIndex(of: $0) }).first,
                let name = ["name", "nom", "station_name"].lazy.compactMap({ header.firstIndex(of: $0) })
                  .first
              else { break rows }
              columns = (station, name)
            }
          }
        }
      }
      if columns != nil { return names }
    }
    return [:]
  }
}
