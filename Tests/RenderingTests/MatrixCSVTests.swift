import Availability
import LinearAlgebra
import Rendering
import TestSupport
import Testing

@Suite("MatrixCSV: tiles to rows of text")
struct MatrixCSVTests {
  /// Values of which the text is known; some as long as numbers get.
  private static let texts: [(value: Double, text: String)] = [
    (1, "1.0"), (-1, "-1.0"), (0, "0.0"), (.nan, ""), (0.5, "0.5"), (-0.25, "-0.25"),
    (0.1 + 0.2, "0.30000000000000004"), (-0.012345678901234568, "-0.012345678901234568"),
  ]

  /// A symmetric matrix with a pattern that no shift or transposition of tiles keeps.
  private static func entry(_ a: Int, _ b: Int) -> (value: Double, text: String) {
    let (low, high) = (min(a, b), max(a, b))
    return a == b ? texts[0] : texts[(low * 7 + high * 31 + low * high) % texts.count]
  }

  private static func reference(_ labels: [String]) -> [String] {
    labels.enumerated().map { a, label in
      label + labels.indices.map { "," + entry(a, $0).text }.joined() + "\n"
    }
  }

  /// The rows of a band of tile rows, from tiles of which only the part that is to be used is filled.
  private static func render(_ csv: MatrixCSV, _ band: Range<Int>, threads: Int) throws -> RenderedRows {
    try csv.render(tileRows: band, threads: threads) { use in
      var tile = Matrix(rows: csv.grid.tileSize, columns: csv.grid.tileSize)
      use { i, j, place in
        precondition(i <= j)
        for (row, a) in csv.grid.range(i).enumerated() {
          for (column, b) in csv.grid.range(j).enumerated() { tile[row, column] = entry(a, b).value }
        }
        place(tile)
      }
    }
  }

  private static func text(_ rows: RenderedRows) -> String {
    rows.withPieces { pieces in
      let bytes = pieces.reduce(into: [UInt8]()) { $0 += $1 }
      #expect(rows.byteCount == bytes.count)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func csv(_ count: Int, tileSize: Int) -> (csv: MatrixCSV, labels: [String]) {
    let labels = (0..<count).map { "\(8_000 + $0)" }
    return (
      MatrixCSV(
        stations: labels.map { StationID($0) }, grid: TileGrid(size: count, tileSize: tileSize),
        format: .shortest), labels
    )
  }

  @Test(
    "rows equal a plain rendering, for 1 to 300 stations, however cut into bands and threads",
    arguments: 0..<4)
  func rows(part: Int) throws {
    var random = SeededGenerator(seed: UInt64(81 + part))
    for count in 1...300 where count % 4 == part {
      let tileSize = [128, 128, 1, 7, 32].randomElement(using: &random)!
      guard count < 60 || tileSize > 1 else { continue }
      let (csv, labels) = Self.csv(count, tileSize: tileSize)
      let cuts = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        Int.random(in: 0...csv.grid.count, using: &random)
      }
      let bounds = [0] + cuts.sorted() + [csv.grid.count]
      var text = ""
      for (start, end) in zip(bounds, bounds.dropFirst()) {
        text += Self.text(try Self.render(csv, start..<end, threads: .random(in: 1...4, using: &random)))
      }
      #expect(
        text == Self.reference(labels).joined(), "\(count) stations, tiles of \(tileSize), bands \(bounds)")
    }
  }

  @Test("every number of stations about that of a tile", arguments: [1, 2, 127, 128, 129, 255, 256, 257])
  func tileSizes(count: Int) throws {
    let (csv, labels) = Self.csv(count, tileSize: 128)
    let bands = try (0..<csv.grid.count).map { Self.text(try Self.render(csv, $0..<$0 + 1, threads: 2)) }
    #expect(bands.joined() == Self.reference(labels).joined())
  }

  @Test("a band of no tile rows is no text", arguments: [0, 130])
  func emptyBand(count: Int) throws {
    let (csv, _) = Self.csv(count, tileSize: 128)
    for place in 0...csv.grid.count {
      #expect(Self.text(try Self.render(csv, place..<place, threads: 3)) == "")
    }
  }

  @Test("the header names the stations in order")
  func header() {
    #expect(
      String(decoding: Self.csv(3, tileSize: 2).csv.header, as: UTF8.self) == "station,8000,8001,8002\n")
    #expect(String(decoding: Self.csv(0, tileSize: 2).csv.header, as: UTF8.self) == "station\n")
  }

  @Test("labels of any length have room")
  func longLabels() throws {
    let labels = (0..<5).map { String(repeating: "é", count: 1_000 * $0) + "x" }
    let csv = MatrixCSV(
      stations: labels.map { StationID($0) }, grid: TileGrid(size: 5, tileSize: 2), format: .shortest)
    #expect(Self.text(try Self.render(csv, 0..<3, threads: 2)) == Self.reference(labels).joined())
  }

  @Test("as many labels as rows, or a trap")
  func misfit() async {
    await #expect(processExitsWith: .failure) {
      _ = MatrixCSV(stations: [], grid: TileGrid(size: 1, tileSize: 128), format: .shortest)
    }
  }
}
