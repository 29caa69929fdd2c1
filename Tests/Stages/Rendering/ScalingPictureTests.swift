import Foundation
import Rendering
import Testing

@Suite("Pictures of speed-up and efficiency")
struct ScalingPictureTests {
  private static func picture(_ labels: [String] = ["threads", "dynamic"], workers: [Int] = [1, 2, 4])
    -> ScalingPicture
  {
    let curves = labels.enumerated().map { number, label in
      ScalingPicture.Curve(
        label: label,
        points: workers.map { p in
          let speedUp = Double(p) * (1 - 0.1 * Double(number))
          return .init(
            workers: p, speedUp: speedUp, interval: p == 1 ? nil : 0.9 * speedUp...1.1 * speedUp)
        })
    }
    return ScalingPicture(
      problems: [.init(title: "a problem", curves: curves), .init(title: "another", curves: curves)],
      title: "Title", subtitle: "subtitle", cores: 2)
  }

  /// Of an SVG, the lines of a colour, and the places that they go through.
  private static func lines(_ svg: String, _ colour: Colour) -> [[(x: Double, y: Double)]] {
    svg.matches(of: #/<polyline [^>]*points="([^"]*)"[^>]* stroke="#([0-9a-f]{6})"/#).compactMap { match in
      guard UInt32(match.2, radix: 16) == colour.code else { return nil }
      let numbers = match.1.split { !"0123456789.-".contains($0) }.map { Double($0)! }
      return stride(from: 0, to: numbers.count, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
    }
  }

  @Test("it is a file of the kind asked for, of the same bytes each time", arguments: PictureKind.allCases)
  func kinds(kind: PictureKind) throws {
    let bytes = try Self.picture().draw(kind)
    let start = String(decoding: bytes.prefix(5), as: UTF8.self)
    switch kind {
    case .png: #expect(Array(bytes.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    case .svg: #expect(start == "<?xml")
    case .pdf: #expect(start == "%PDF-")
    }
    #expect(try Self.picture().draw(kind) == bytes)
  }

  @Test("speed-up rises as it should, efficiency is level where that is ideal, and bars go beyond both")
  func places() throws {
    let points = [(1, 1.0), (2, 2), (4, 3)].map { workers, speedUp in
      ScalingPicture.Point(
        workers: workers, speedUp: speedUp, interval: workers == 1 ? nil : speedUp - 0.5...speedUp + 0.5)
    }
    let picture = ScalingPicture(
      problems: [.init(title: "a problem", curves: [.init(label: "threads", points: points)])],
      title: "Title", subtitle: "subtitle", cores: 2)
    let lines = Self.lines(String(decoding: try picture.draw(.svg), as: UTF8.self), .group(0))
    let curves = lines.filter { $0.count == 3 }
    try #require(curves.count == 2)
    let (rising, level) = (curves[0], curves[1])
    // From 1 to 2 on 2 workers, to 3 on 4: x is 1/3 of the way when y is 1/2. Upwards is less.
    let (width, height) = (rising[2].x - rising[0].x, rising[2].y - rising[0].y)
    #expect(height < 0)
    #expect(abs((rising[1].x - rising[0].x) / width - 1.0 / 3) < 2e-3)
    #expect(abs((rising[1].y - rising[0].y) / height - 0.5) < 2e-3)
    #expect(level[0].y == level[1].y && level[2].y > level[0].y)
    // Half a unit up and down, which is a quarter of the height, of the two points that have bounds.
    let bars = lines.filter { $0.count == 2 && $0[0].x == $0[1].x && $0[0].y > $0[1].y }
    for point in rising.dropFirst() {
      let bar = try #require(bars.first { $0[0].x == point.x })
      #expect(abs(bar[0].y - point.y + height / 4) < 0.03 && abs(bar[1].y - point.y - height / 4) < 0.03)
    }
  }

  @Test("labels do no harm, one point is a picture too, and thousands of workers fit")
  func odd() throws {
    let svg = try Self.picture(["<script>alert(1)</script>", String(repeating: "long ", count: 500)]).draw(
      .svg)
    #expect(!String(decoding: svg, as: UTF8.self).contains("<script"))
    #expect(try !Self.picture(["one"], workers: [1]).draw(.png).isEmpty)
    #expect(try !Self.picture(["many"], workers: [1, 64, 4096]).draw(.png).isEmpty)
    let none = ScalingPicture(problems: [], title: "Title", subtitle: "", cores: 1)
    #expect(try !none.draw(.pdf).isEmpty)
  }

  @Test(
    "axes have few numbers, at round places",
    arguments: [
      (1.0, 2.0, true, ["1", "2"]), (1, 6, true, ["1", "2", "3", "4", "5", "6"]),
      (1, 64, true, ["1", "20", "40", "60"]), (0, 1.9, false, ["0.0", "0.5", "1.0", "1.5"]),
      (0, 100, false, ["0", "20", "40", "60", "80", "100"]), (0, 4.2, false, ["0", "1", "2", "3", "4"]),
    ])
  func axes(low: Double, high: Double, isWhole: Bool, ticks: [String]) {
    let scale = AxisScale(low, high, isWhole: isWhole)
    #expect(scale.ticks.map { scale.text($0) } == ticks)
    #expect(scale.share(low) == 0 && scale.share(high) == 1)
  }
}
