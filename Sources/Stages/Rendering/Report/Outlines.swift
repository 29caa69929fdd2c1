/// What of lines and rings lies in a box, and as few points of it as show it.
package enum Outlines {
  /// Degrees.
  package typealias Point = GeoJSON.Point

  /// A rectangle of degrees.
  package struct Box: Equatable, Sendable {
    /// The sides.
    package let west, south, east, north: Double

    /// West is less than east, south less than north.
    package init(west: Double, south: Double, east: Double, north: Double) {
      (self.west, self.south, self.east, self.north) = (west, south, east, north)
    }
  }

  /// The parts of a line, or of a ring, within a box. What a ring has outside runs along the edge (Sutherland and Hodgman,
  /// "Reentrant polygon clipping", 1974), a line is cut in pieces.
  package static func clipped(_ points: [Point], isRing: Bool, to box: Box) -> [[Point]] {
    let sides: [(inside: (Point) -> Double, Void)] = [
      ({ $0.x - box.west }, ()), ({ box.east - $0.x }, ()), ({ $0.y - box.south }, ()),
      ({ box.north - $0.y }, ()),
    ]
    return sides.reduce([points]) { parts, side in
      parts.flatMap { isRing ? [ring($0, side.inside)] : lines($0, side.inside) }
    }.filter { $0.count > (isRing ? 2 : 1) }
  }

  /// Where the line from a point inside to one outside, or back, crosses the side: `inside` is the distance from it.
  private static func crossing(_ a: Point, _ b: Point, _ inside: (Point) -> Double) -> Point {
    let (from, to) = (inside(a), inside(b))
    let part = from / (from - to)
    return Point(x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y))
  }

  private static func ring(_ points: [Point], _ inside: (Point) -> Double) -> [Point] {
    var kept: [Point] = []
    for (i, point) in points.enumerated() {
      let before = points[i > 0 ? i - 1 : points.count - 1]
      if (inside(point) >= 0) != (inside(before) >= 0) { kept.append(crossing(before, point, inside)) }
      if inside(point) >= 0 { kept.append(point) }
    }
    return kept
  }

  private static func lines(_ points: [Point], _ inside: (Point) -> Double) -> [[Point]] {
    var parts: [[Point]] = [[]]
    for (i, point) in points.enumerated() {
      let isInside = inside(point) >= 0
      if i > 0, isInside != (inside(points[i - 1]) >= 0) {
        parts[parts.count - 1].append(crossing(points[i - 1], point, inside))
        if !isInside { parts.append([]) }
      }
      if isInside { parts[parts.count - 1].append(point) }
    }
    return parts.filter { $0.count > 1 }
  }

  /// The longer side of the rectangle around points, in degrees of y; 0 of none.
  static func extent(_ points: [Point], shrink: Double) -> Double {
    guard var (low, high) = points.first.map({ ($0, $0) }) else { return 0 }
    for point in points {
      low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
      high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
    }
    return max((high.x - low.x) * shrink, high.y - low.y)
  }

  private static let longestPiece = 256

  /// The points without those that lie within `tolerance` of the line through the others (Douglas and Peucker, 1973). `shrink`
  /// is what a degree of x is of one of y. The first and the last are kept, and the ends of pieces, so that the worst of outlines
  /// takes no time that grows with the square of its length.
  package static func simplified(_ points: [Point], tolerance: Double, shrink: Double) -> [Point] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    let ends = Array(stride(from: 0, to: points.count - 1, by: longestPiece)) + [points.count - 1]
    for end in ends { isKept[end] = true }
    var spans = zip(ends, ends.dropFirst()).map { ($0, $1) }
    while let (first, last) = spans.popLast() {
      var (worst, distance) = (first, tolerance)
      for i in first + 1..<max(first + 1, last) {
        let away = Self.distance(points[i], points[first], points[last], shrink)
        if away > distance { (worst, distance) = (i, away) }
      }
      guard worst > first else { continue }
      isKept[worst] = true
      spans += [(first, worst), (worst, last)]
    }
    return points.indices.filter { isKept[$0] }.map { points[$0] }
  }

  /// Of a point from the stretch between two others.
  private static func distance(_ p: Point, _ a: Point, _ b: Point, _ shrink: Double) -> Double {
    let (dx, dy) = ((b.x - a.x) * shrink, b.y - a.y)
    let (px, py) = ((p.x - a.x) * shrink, p.y - a.y)
    let square = dx * dx + dy * dy
    let along = square > 0 ? min(1, max(0, (px * dx + py * dy) / square)) : 0
    let (x, y) = (px - along * dx, py - along * dy)
    return (x * x + y * y).squareRoot()
  }
}
