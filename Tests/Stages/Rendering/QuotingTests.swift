import Availability
import LinearAlgebra
import Rendering
import Testing

@Suite("Station ids in CSV")
struct QuotingTests {
  private static let hostile = [
    "8001", "a,b", "a\"b", "\"", "\"\"", "a\nb", "a\r\nb", "\r", " a", "a ", "\ta", "", " ", "é",
    "31024_relais",
    "a;b", "a b", "=1+1", "\",\n\"",
  ]

  /// RFC 4180, by the letter.
  private static func parse(_ text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      let (row, field) = (rows.count - 1, rows.last!.count - 1)
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        rows[row][field] += "\""
        scalars.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: rows[row].append("")
      case "\n" where !isQuoted: rows.append([""])
      default: rows[row][field].unicodeScalars.append(scalar)
      }
    }
    return rows.dropLast()
  }

  @Test("hostile ids read back from the header and the rows of the matrix as they were")
  func matrix() throws {
    let count = Self.hostile.count
    let csv = MatrixCSV(
      stations: Self.hostile.map { StationID($0) }, grid: TileGrid(size: count, tileSize: 8),
      format: .shortest)
    let text = try csv.text(0..<csv.grid.size, threads: 2) { _, _ in 0 }
    let parsed = Self.parse(String(decoding: csv.header, as: UTF8.self) + text)
    #expect(parsed[0] == ["station"] + Self.hostile)
    #expect(parsed.dropFirst().map { $0[0] } == Self.hostile)
    #expect(parsed.allSatisfy { $0.count == count + 1 })
  }
}
