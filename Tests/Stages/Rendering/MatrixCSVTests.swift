import Availability
import LinearAlgebra
import Rendering
import Synchronization
import TestSupport
import Testing

@Suite("MatrixCSV: tiles to rows of text")
struct MatrixCSVTests {
  /// Values of which the text is known; some as long as numbers get.
  private static let texts: [(value: Double, text: String)] = [
    (1, "1.0"), (-1, "-1.0"), (0, "0.0"), (.nan, ""), (0.5, "0.5"), (-0.25, "-0.25"),
    (0.1 + 0.2, "0.30000000000000004"), (-0.012345678901234568, "-0.012345678901234568"),
    (-1.2345678901234567e-100, "-1.2345678901234567e-100"),
  ]

  /// A symmetric matrix with a pattern that no shift or transposition of tiles keeps.
  private static func entry(_ a: Int, _ b: Int) -> (value: Double, text: String) {
    let (low, high) = (min(a, b), max(a, b))
    return a == b ? texts[0] : texts[(low * 7 + high * 31 + low * high) % texts.count]
  }

  private static func reference(_ labels: [String]) -> String {
    labels.enumerated().map { a, label in
      label + labels.indices.map { "," + entry(a, $0).text }.joined() + "\n"
    }.joined()
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
        // At a tile's edge or anywhere.
        Bool.random(using: &random)
          ? .random(in: 0...count, using: &random)
          : min(count, tileSize * .random(in: 0...csv.grid.count, using: &random))
      }
      let bounds = [0] + cuts.sorted() + [count]
      // One memory for all bands, as large as the largest wants it.
      let memory = csv.makeMemory(
        tileRows: zip(bounds, bounds.dropFirst()).map { csv.grid.tileRows(touching: $0..<$1).count }.max()!)
      var text = ""
      for (start, end) in zip(bounds, bounds.dropFirst()) {
        text += try csv.text(
          start..<end, in: memory, threads: .random(in: 1...4, using: &random), seed: random.next()
        ) { Self.entry($0, $1).value }
      }
      #expect(text == Self.reference(labels), "\(count) stations, tiles of \(tileSize), bands \(bounds)")
    }
  }

  @Test("every number of stations about that of a tile", arguments: [1, 2, 127, 128, 129, 255, 256, 257])
  func tileSizes(count: Int) throws {
    let (csv, labels) = Self.csv(count, tileSize: 128)
    let bands = try (0..<csv.grid.count).map {
      try csv.text(csv.grid.range($0), threads: 2) { Self.entry($0, $1).value }
    }
    #expect(bands.joined() == Self.reference(labels))
  }

  /// What a writer was given.
  private struct Writing {
    var text = ""
    var offsets: [Int] = []
  }

  @Test("a writer gets all text once and in order, whatever the order of the tiles", arguments: 0..<8)
  func writer(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let (csv, labels) = Self.csv(.random(in: 1...200, using: &random), tileSize: 16)
    let tileRows = Int.random(in: 1...csv.grid.count, using: &random)
    let memory = csv.makeMemory(tileRows: tileRows)
    var text = ""
    for start in stride(from: 0, to: csv.grid.count, by: tileRows) {
      let rows = start..<min(start + tileRows, csv.grid.count)
      let writing = Mutex(Writing())
      let band = csv.makeBand(csv.grid.rows(rows), in: memory)
      try band.open { pieces, offset in
        writing.withLock {
          $0.offsets.append(offset)
          #expect(offset == $0.text.utf8.count)
          $0.text += String(decoding: pieces.joined(), as: UTF8.self)
        }
      }
      #expect(band.byteCount == nil)
      try csv.place(in: [band], threads: 1 + seed % 4, seed: random.next()) { Self.entry($0, $1).value }
      let written = writing.withLock(\.self)
      #expect(written.offsets.count == rows.count)
      #expect(band.byteCount == written.text.utf8.count)
      #expect(band.withText(\.count) == 0)
      text += written.text
    }
    #expect(text == Self.reference(labels))
  }

  @Test("a tile row is written while later ones are missing")
  func early() throws {
    let (csv, labels) = Self.csv(5, tileSize: 2)
    let text = Mutex("")
    let band = csv.makeBand(0..<5, in: csv.makeMemory(tileRows: 3))
    try band.open { pieces, _ in
      text.withLock { $0 += String(decoding: pieces.joined(), as: UTF8.self) }
    }
    try csv.place(in: [band], [0], threads: 1) { Self.entry($0, $1).value }
    let rows = Self.reference(labels).split(separator: "\n")
    #expect(text.withLock(\.self) == rows[..<2].map { $0 + "\n" }.joined())
    #expect(band.byteCount == nil)
  }

  @Test(
    "a band that is opened late hands on what it has, then the rest; its size is known before",
    arguments: 0..<8)
  func late(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let (csv, labels) = Self.csv(.random(in: 40...120, using: &random), tileSize: 16)
    let count = csv.grid.count
    let band = csv.makeBand(0..<csv.grid.size, in: csv.makeMemory(tileRows: count))
    let first = Array((0..<count).shuffled(using: &random).prefix(.random(in: 0...count, using: &random)))
    let text = Mutex("")
    func open() throws {
      try band.open { pieces, offset in
        text.withLock {
          #expect(offset == $0.utf8.count)
          $0 += String(decoding: pieces.joined(), as: UTF8.self)
        }
      }
    }
    // Every tile is placed once: those of some tile rows, then the others.
    let places = csv.grid.tiles(touching: first) + csv.grid.tiles(touching: 0..<count)
    var isPlaced: Set<[Int]> = []
    var fields = csv.makeFields()
    var tile = Matrix(rows: 16, columns: 16)
    let openAt = Int.random(in: 0...csv.grid.upperCount, using: &random)
    for (i, j) in places where isPlaced.insert([i, j]).inserted {
      if isPlaced.count == openAt + 1 { try open() }
      for (row, a) in csv.grid.range(i).enumerated() {
        for (column, b) in csv.grid.range(j).enumerated() { tile[row, column] = Self.entry(a, b).value }
      }
      try csv.place(tile, i, j, in: [band], &fields)
    }
    let reference = Self.reference(labels)
    #expect(band.byteCount == reference.utf8.count)
    if openAt == csv.grid.upperCount {
      #expect(band.withText { String(decoding: $0.joined(), as: UTF8.self) } == reference)
      try open()
    }
    #expect(text.withLock(\.self) == reference)
  }

  @Test("several bands at a time, cut anywhere: each has its own rows", arguments: 0..<8)
  func severalBands(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let (csv, labels) = Self.csv(.random(in: 1...200, using: &random), tileSize: 16)
    let cuts = (0..<8).map { _ in Int.random(in: 0...csv.grid.size, using: &random) }.sorted()
    // Every other piece; those between them are another rank's.
    let rows = stride(from: 0, to: 8, by: 2).map { cuts[$0]..<cuts[$0 + 1] }
    let memory = csv.makeMemory(tileRows: rows.map { csv.grid.tileRows(touching: $0).count }.reduce(0, +))
    let bands = rows.map { csv.makeBand($0, in: memory) }
    try csv.place(in: bands, threads: 1 + seed % 3, seed: random.next()) { Self.entry($0, $1).value }
    let lines = Self.reference(labels).split(separator: "\n")
    for (band, rows) in zip(bands, rows) {
      let expected = lines[rows].map { $0 + "\n" }.joined()
      #expect(band.withText { String(decoding: $0.joined(), as: UTF8.self) } == expected)
      #expect(band.byteCount == expected.utf8.count)
    }
  }

  @Test("a writer's failure is the placing thread's, and nothing follows it")
  func failingWriter() throws {
    struct Full: Error {}
    let (csv, _) = Self.csv(40, tileSize: 8)
    let calls = Mutex(0)
    let band = csv.makeBand(0..<40, in: csv.makeMemory(tileRows: 5))
    try band.open { _, _ in
      try calls.withLock {
        $0 += 1
        if $0 == 2 { throw Full() }
      }
    }
    #expect(throws: Full.self) { try csv.place(in: [band], threads: 3) { Self.entry($0, $1).value } }
    #expect(calls.withLock(\.self) == 2)
  }

  @Test("a band of no tile rows is no text", arguments: [0, 130])
  func emptyBand(count: Int) throws {
    let (csv, _) = Self.csv(count, tileSize: 128)
    for place in 0...csv.grid.count {
      #expect(try csv.text(place..<place, threads: 3) { _, _ in 0 } == "")
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
    #expect(
      try csv.text(0..<csv.grid.size, threads: 2) { Self.entry($0, $1).value } == Self.reference(labels))
  }

  @Test("the longest numbers fit, a matrix of nothing else", arguments: [1, 128, 200])
  func longNumbers(count: Int) throws {
    let csv = Self.csv(count, tileSize: 128).csv
    let text = try csv.text(0..<csv.grid.size, threads: 2) { _, _ in -2.2250738585072014e-308 }
    let row = String(repeating: ",-2.2250738585072014e-308", count: count) + "\n"
    #expect(text == (0..<count).map { "\(8_000 + $0)" + row }.joined())
  }

  @Test("as many labels as rows, or a trap")
  func misfit() async {
    await #expect(processExitsWith: .failure) {
      _ = MatrixCSV(stations: [], grid: TileGrid(size: 1, tileSize: 128), format: .shortest)
    }
  }
}
