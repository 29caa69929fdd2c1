import Availability
import FoundationEssentials

/// The ground of a report's map: what of a basemap lies around the stations, simplified to `mostPoints`.
package struct Ground: Encodable, Sendable {
  /// So many points are kept at most: some 120 KB of the page.
  package static let mostPoints = 20_000

  /// A shape, whose points come one after the other in `points`, so many a part.
  package struct Shape: Encodable, Sendable {
    let kind: GeoJSON.Kind
    let name: String?
    /// Are the parts rings?
    package let isArea: Bool
    /// Points of each part.
    package let lengths: [Int]
  }

  /// Of the file.
  let name: String
  /// Degrees: west, south, east, north.
  package let box: [Double]
  /// The lowest first.
  package let shapes: [Shape]
  /// x and y in turn, in 65,535ths of the box: see `PackedNumbers`.
  let points: Data
  /// Points of the file, and those that are here.
  package let read, kept: Int

  /// What `map` has around places; nil without any place.
  package init?(_ map: GeoJSON, name: String, around places: [StationDetails.Place]) {
    guard let box = Self.box(around: places) else { return nil }
    let shrink = Self.cosine(ofDegrees: (box.south + box.north) / 2)
    var shapes = map.shapes.map { shape in
      GeoJSON.Shape(
        kind: shape.kind, name: shape.name, isArea: shape.isArea,
        parts: shape.parts.flatMap { Outlines.clipped($0, isRing: shape.isArea, to: box) })
    }
    // First what no screen shows, a part in ten thousand of the height; what is smaller than that goes, so that it ends.
    var tolerance = (box.north - box.south) / 10_000
    repeat {
      shapes = shapes.map { Self.simplified($0, tolerance, shrink) }
      tolerance *= 1.5
    } while shapes.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.count } } > Self.mostPoints
    shapes = shapes.filter { !$0.parts.isEmpty }.sorted { Self.layer($0) < Self.layer($1) }
    self.name = ReportContent.shown(name)
    self.box = [box.west, box.south, box.east, box.north]
    self.shapes = shapes.map {
      .init(
        kind: $0.kind, name: $0.name.map(ReportContent.shown), isArea: $0.isArea,
        lengths: $0.parts.map(\.count))
    }
    func packed(_ share: Double) -> UInt16 { UInt16((65_535 * min(1, max(0, share))).rounded()) }
    let packed = shapes.flatMap(\.parts).joined().flatMap { point -> [UInt16] in
      let (x, y) = (point.x - box.west, point.y - box.south)
      return [packed(x / (box.east - box.west)), packed(y / (box.north - box.south))]
    }
    points = Data(PackedNumbers.pack(packed))
    (read, kept) = (map.pointCount, packed.count / 2)
  }

  /// Areas below lines, and green below water.
  private static func layer(_ shape: GeoJSON.Shape) -> Int {
    switch (shape.isArea, shape.kind) {
    case (true, .green): 0
    case (true, .water): 1
    case (true, .edge): 2
    case (false, _): 3
    }
  }

  private static func simplified(_ shape: GeoJSON.Shape, _ tolerance: Double, _ shrink: Double)
    -> GeoJSON.Shape
  {
    let parts = shape.parts.filter { Outlines.extent($0, shrink: shrink) > tolerance }
      .map { Outlines.simplified($0, tolerance: tolerance, shrink: shrink) }
    return .init(
      kind: shape.kind, name: shape.name, isArea: shape.isArea,
      parts: parts.filter { $0.count > (shape.isArea ? 3 : 1) })
  }

  /// Around the places, but for those that are so far away that the others would be a dot, with as much again on each side.
  package static func box(around places: [StationDetails.Place]) -> Outlines.Box? {
    guard !places.isEmpty else { return nil }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let middle = (x: median(places.map(\.longitude)), y: median(places.map(\.latitude)))
    func away(_ place: StationDetails.Place) -> Double {
      max(abs(place.longitude - middle.x), abs(place.latitude - middle.y))
    }
    let limit = 20 * max(median(places.map(away)), 0.005)
    let near = places.filter { away($0) <= limit }
    let (x, y) = (near.map(\.longitude), near.map(\.latitude))
    let margin = 0.5 * max(x.max()! - x.min()!, y.max()! - y.min()!, 0.02)
    return .init(
      west: x.min()! - margin, south: y.min()! - margin, east: x.max()! + margin, north: y.max()! + margin)
  }

  /// By the series of the cosine to the eighth power: all machines agree on it, and it is right to a hundredth.
  private static func cosine(ofDegrees degrees: Double) -> Double {
    let square = (degrees * .pi / 180) * (degrees * .pi / 180)
    return max(0.01, 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56))))
  }
}
