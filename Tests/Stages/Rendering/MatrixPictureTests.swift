import LinearAlgebra
import Rendering
import Testing

@Suite("Pictures of the matrix")
struct MatrixPictureTests {
  /// Stations in two groups of halves, the last without correlations.
  private static func picture(_ count: Int, labels: [String]? = nil) -> MatrixPicture {
    let leaves = max(0, count - 1)
    var joins: [MatrixPicture.Join] = []
    for i in 1..<max(1, leaves) {
      joins.append(.init(left: i == 1 ? 0 : leaves + i - 2, right: i, height: Double(i) / Double(leaves)))
    }
    return MatrixPicture(
      labels: labels ?? (0..<count).map { "station \($0)" }, joins: joins,
      groups: (0..<leaves).map { 2 * $0 / max(1, leaves) }, title: "Title", subtitle: "subtitle")
  }

  /// r is 0.5 or -0.5, and that of two undefined, beside those of the last station.
  private static func raster(_ count: Int) -> MatrixRaster {
    raster(count, defined: max(0, count - 1)) { a, b in
      b == count - 2 ? .nan : a == b ? 1 : a + b < count ? 0.5 : -0.5
    }
  }

  /// `r` is asked for a <= b only.
  private static func raster(_ count: Int, defined: Int, r: (Int, Int) -> Double) -> MatrixRaster {
    MatrixRaster(stations: count, defined: defined) { rows, body in
      for start in stride(from: 0, to: defined, by: rows) {
        let places = start..<min(defined, start + rows)
        var block = Matrix(rows: places.count, columns: defined - start)
        for row in places {
          // What is below the diagonal is not looked at.
          for column in start..<defined {
            block[row - start, column - start] = column < row ? 7 : r(row, column)
          }
        }
        body(places, block)
      }
    }
  }

  @Test("a PNG has each colour of the map as often as its cells want", arguments: [2, 4, 30, 130])
  func colours(count: Int) throws {
    let image = try DecodedPNG(Self.picture(count).draw(.png, Self.raster(count)))
    let raster = Self.raster(count)
    #expect(image.width > raster.side && image.height > raster.side)
    for r in [1, 0.5, -0.5, .nan] {
      let code = DivergingMap.colour(of: r).code
      let cells = raster.pixels.count { $0 == code }
      let found = image.pixels.count { $0 == code }
      // Lines between the groups cross cells; the colour bar has every colour.
      #expect(found >= cells - 6 * raster.side && found <= cells + 3_000, "r = \(r): \(found) of \(cells)")
    }
  }

  @Test("the same picture is the same bytes, of the kind asked for", arguments: PictureKind.allCases)
  func kinds(kind: PictureKind) throws {
    let picture = Self.picture(12)
    let bytes = try picture.draw(kind, Self.raster(12))
    let isSame = try picture.draw(kind, Self.raster(12)) == bytes
    #expect(isSame)
    let start = String(decoding: bytes.prefix(8), as: UTF8.self)
    switch kind {
    case .png: #expect(Array(bytes.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    case .svg: #expect(start.hasPrefix("<?xml"))
    case .pdf: #expect(start.hasPrefix("%PDF-"))
    }
  }

  @Test("names do no harm, whatever is in them", arguments: PictureKind.allCases)
  func hostile(kind: PictureKind) throws {
    let names = [
      "<script>alert('x')</script>", "\"&amp;", "\u{202E}right to left", "😀 emoji", "a\u{0}b\n\u{7}",
      String(repeating: "long ", count: 2_000), "", "\u{FFFD}\u{10FFFF}",
    ]
    let picture = Self.picture(names.count, labels: names)
    let text = String(decoding: try picture.draw(kind, Self.raster(names.count)), as: UTF8.self)
    #expect(!text.contains("<script"))
    if kind == .png {
      let image = try DecodedPNG(picture.draw(kind, Self.raster(names.count)))
      #expect(image.width < 2_000)
    }
  }

  @Test("an SVG has its words as words, and the matrix pixel by pixel")
  func words() throws {
    let picture = Self.picture(
      4, labels: ["Gare & <Marché>", "7 \u{2212} 8", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}", "last"])
    let svg = String(decoding: try picture.draw(.svg, Self.raster(4)), as: UTF8.self)
    for text in [
      "Gare &amp; &lt;Marché&gt;", "7 \u{2212} 8", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}", "last", "Title",
      "subtitle", "\u{2212}0.5", "undefined",
    ] {
      #expect(svg.contains(">\(text)</text>"), "\(text)")
    }
    #expect(svg.contains("<title>Title</title>") && svg.contains("data:image/png;base64,"))
    #expect(svg.hasSuffix("</svg>\n"))
  }

  @Test(
    "the groups are numbered; lines between them are drawn where they hide nothing", arguments: [30, 1_000])
  func groups(count: Int) throws {
    let svg = String(decoding: try Self.picture(count).draw(.svg, Self.raster(count)), as: UTF8.self)
    for number in ["1", "2"] { #expect(svg.contains(">\(number)</text>")) }
    #expect(svg.ranges(of: ##"stroke="#1a1a1a""##).count >= 2)
    // One station stands alone before the others: no line hides it.
    let alone = MatrixPicture(
      labels: (0..<count).map { "\($0)" },
      joins: (1..<count).map { .init(left: $0 == 1 ? 0 : count + $0 - 2, right: $0, height: Double($0)) },
      groups: [0] + [Int](repeating: 1, count: count - 1), title: "Title", subtitle: "subtitle")
    let image = try DecodedPNG(alone.draw(.png, Self.raster(count, defined: count) { _, _ in 0 }))
    // A line's edge lies between pixels.
    let black = (0..<image.height).filter { row in
      let pixels = image.pixels[row * image.width..<(row + 1) * image.width]
      return pixels.count { pixel in [16, 8, 0].allSatisfy { pixel >> $0 & 0xFF < 0x80 } } > image.width / 2
    }
    #expect(black.isEmpty == (count == 1_000), "\(black)")
  }

  @Test("as wide as asked for, and a PNG says how many pixels an inch has")
  func size() throws {
    let plain = try DecodedPNG(Self.picture(12).draw(.png, Self.raster(12)))
    let bytes = try Self.picture(12).draw(.png, Self.raster(12), size: .init(width: 2_400, resolution: 300))
    let image = try DecodedPNG(bytes)
    #expect(image.width == 2_400)
    #expect(abs(Double(image.height) - Double(plain.height) * 2_400 / Double(plain.width)) <= 1)
    // 300 / 0.0254 pixels a metre.
    #expect(
      Array(bytes[33..<54]) == [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1] + [
        0x78, 0xA5, 0x3F, 0x76,
      ])
    let svg = String(
      decoding: try Self.picture(12).draw(.svg, Self.raster(12), size: .init(width: 2_400)), as: UTF8.self)
    #expect(svg.contains(#"width="2400""#))
  }

  @Test("one station is a picture too, also one without correlations", arguments: [1, 2])
  func few(count: Int) throws {
    #expect(try !Self.picture(count).draw(.png, Self.raster(count)).isEmpty)
  }

  @Test("pixels: large cells for few stations, one for many, a mean for very many")
  func raster() {
    for (count, side) in [(1, 48), (4, 192), (30, 960), (1_230, 1_230), (4_500, 1_500)] {
      let raster = Self.raster(count, defined: count) { a, b in a == b ? 1 : Double((a + b) % 3 - 1) }
      #expect(raster.side == side)
      #expect(raster.pixels.count == side * side)
      #expect(!raster.hasUndefined)
      #expect(abs(raster.cell * Double(count) - Double(side)) < 1)
      let isSymmetric = (0..<side).allSatisfy { row in
        (0..<row).allSatisfy { raster.pixels[row * side + $0] == raster.pixels[$0 * side + row] }
      }
      #expect(isSymmetric)
    }
    // Three stations share a pixel: of a mean what is undefined has no part.
    let shared = Self.raster(6_000, defined: 6_000) { a, b in
      a % 3 == 0 ? .nan : a < 3_000 && b < 3_000 ? 1 : 0
    }
    #expect(!shared.hasUndefined)
    #expect(shared.pixels[0] == DivergingMap.colour(of: 1).code)
    #expect(shared.pixels[1_999] == DivergingMap.colour(of: 0).code)
  }

  @Test("colours: blue below 0, red above, near white at 0, evenly darker to both sides, grey for none")
  func map() {
    func luminance(_ colour: Colour) -> Double {
      0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue
    }
    let (blue, red) = (DivergingMap.colour(of: -1), DivergingMap.colour(of: 1))
    #expect(blue.blue > 2 * blue.red && red.red > 2 * red.blue)
    #expect(luminance(DivergingMap.colour(of: 0)) > 0.9)
    for side in [-1.0, 1.0] {
      let ramp = (0...20).map { luminance(DivergingMap.colour(of: side * Double($0) / 20)) }
      #expect(zip(ramp, ramp.dropFirst()).allSatisfy { $0 > $1 })
    }
    let undefined = DivergingMap.colour(of: .nan)
    #expect(undefined.red == undefined.green && undefined.green == undefined.blue)
    #expect(DivergingMap.colour(of: 1.5) == red && DivergingMap.colour(of: -7) == blue)
  }
}
