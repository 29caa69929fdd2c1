import Availability

/// The stations of a matrix of numbers as CSV: `station`, one a line, in the order of the matrix's rows.
package enum StationsCSV {
  /// The header and the line of each station.
  package static func text(_ stations: [StationID]) -> [UInt8] {
    stations.reduce(into: Array("station\n".utf8)) { text, station in
      text += station.csvField
      text.append(UInt8(ascii: "\n"))
    }
  }
}
