import FoundationEssentials

/// Lines and areas of a GeoJSON document (RFC 7946); its points are left aside.
package struct GeoJSON: Equatable, Sendable {
  /// A place as the document has it: degrees east and north (WGS 84).
  package struct Point: Equatable, Sendable {
    /// Degrees east, and degrees north.
    package let x, y: Double

    /// A place in degrees.
    package init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
  }

  /// What a shape is of, as far as its properties tell.
  package enum Kind: String, Encodable, Sendable {
    case water, green
    /// Anything else: a street, the border of a district.
    case edge
  }

  /// A line, several of them, or an area with its holes.
  package struct Shape: Equatable, Sendable {
    /// Of the feature that it is of.
    package let kind: Kind
    /// The same.
    package let name: String?
    /// Are the parts rings?
    package let isArea: Bool
    /// Lines, or rings whose last point is the first.
    package let parts: [[Point]]
  }

  /// Why a document is of no use.
  package enum Fault: Error, Equatable {
    /// Of another format, in words.
    case format(String)
    /// What the decoder says.
    case noJSON(String)
    /// JSON whose `type` is this, nil for none.
    case noGeoJSON(type: String?)
    /// The first coordinates that are no degrees.
    case noDegrees(x: Double, y: Double)
    /// No line, no area.
    case empty
  }

  /// In the order of the document.
  package let shapes: [Shape]
  /// Points of all shapes.
  package var pointCount: Int { shapes.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.count } } }

  init(shapes: [Shape]) { self.shapes = shapes }

  /// Reads a document. Throws `Fault`.
  package init(_ bytes: [UInt8]) throws(Fault) {
    if let format = Self.foreignFormat(bytes) { throw .format(format) }
    let object: GeoObject
    do {
      object = try JSONDecoder().decode(GeoObject.self, from: Data(bytes))
    } catch let error as Fault {
      throw error
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw .noJSON(context.debugDescription)
    } catch {
      throw .noGeoJSON(type: nil)
    }
    shapes = object.shapes
    guard !shapes.isEmpty else { throw .empty }
    for point in shapes.lazy.flatMap(\.parts).joined() {
      // Both ways around the 180th meridian.
      guard abs(point.x) <= 360, abs(point.y) <= 90 else { throw .noDegrees(x: point.x, y: point.y) }
    }
  }

  /// Of files that maps are often in, by their first bytes.
  private static func foreignFormat(_ bytes: [UInt8]) -> String? {
    let start = Array(bytes.prefix(16))
    func begins(_ text: String) -> Bool { start.starts(with: text.utf8) }
    if start.starts(with: [0, 0, 0x27, 0x0A]) { return "a shapefile" }
    if begins("SQLite format 3") { return "a GeoPackage" }
    if begins("PK") { return "a ZIP archive" }
    if start.starts(with: [0x1F, 0x8B]) { return "compressed by gzip" }
    if begins("<") { return "XML, as KML and OpenStreetMap's extracts are" }
    return nil
  }
}

/// A feature, a collection, or a geometry.
private struct GeoObject: Decodable {
  var shapes: [GeoJSON.Shape] = []

  private enum Key: String, CodingKey { case type, features, geometry, geometries, properties, coordinates }

  init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    let type = try? object.decode(String.self, forKey: .type)
    switch type {
    case "FeatureCollection":
      shapes = try object.decode([GeoObject].self, forKey: .features).flatMap(\.shapes)
    case "Feature":
      let properties = (try? object.decodeIfPresent(GeoProperties.self, forKey: .properties)) ?? nil
      let geometry = try object.decodeIfPresent(GeoObject.self, forKey: .geometry)
      shapes = (geometry?.shapes ?? []).map { shape in
        .init(
          kind: properties?.kind ?? .edge, name: properties?.name, isArea: shape.isArea, parts: shape.parts)
      }
    case "GeometryCollection":
      shapes = try object.decode([GeoObject].self, forKey: .geometries).flatMap(\.shapes)
    case "LineString": add(lines: [try object.decode([Position].self, forKey: .coordinates)])
    case "MultiLineString": add(lines: try object.decode([[Position]].self, forKey: .coordinates))
    case "Polygon": add(areas: [try object.decode([[Position]].self, forKey: .coordinates)])
    case "MultiPolygon": add(areas: try object.decode([[[Position]]].self, forKey: .coordinates))
    case "Point", "MultiPoint": break
    default: throw GeoJSON.Fault.noGeoJSON(type: type)
    }
  }

  private mutating func add(lines: [[Position]]) {
    let parts = lines.map { $0.map(\.point) }.filter { $0.count > 1 }
    if !parts.isEmpty { shapes.append(.init(kind: .edge, name: nil, isArea: false, parts: parts)) }
  }

  private mutating func add(areas: [[[Position]]]) {
    for rings in areas {
      let parts = rings.map { $0.map(\.point) }.filter { $0.count > 3 }
      if !parts.isEmpty { shapes.append(.init(kind: .edge, name: nil, isArea: true, parts: parts)) }
    }
  }
}

/// Longitude, latitude, and perhaps a height.
private struct Position: Decodable {
  let point: GeoJSON.Point

  init(from decoder: any Decoder) throws {
    var numbers = try decoder.unkeyedContainer()
    point = .init(x: try numbers.decode(Double.self), y: try numbers.decode(Double.self))
  }
}

/// What is read of a feature's properties: OpenStreetMap's keys, and those of Natural Earth.
private struct GeoProperties: Decodable {
  let name: String?
  let kind: GeoJSON.Kind

  private enum Key: String, CodingKey, CaseIterable {
    case name, natural, waterway, water, leisure, landuse, featurecla, type, kind, place
  }

  private static let waters = [
    "water", "river", "stream", "canal", "lake", "sea", "ocean", "coast", "bay", "reservoir", "basin", "pond",
  ]
  private static let greens = ["park", "garden", "forest", "wood", "grass", "meadow", "green", "nature"]

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func text(_ key: Key) -> String? { (try? values.decodeIfPresent(String.self, forKey: key)) ?? nil }
    name = text(.name)
    let words = Key.allCases.filter { $0 != .name }.compactMap(text).joined(separator: " ").lowercased()
    let isWater = text(.waterway) != nil || Self.waters.contains(where: words.contains)
    kind = isWater ? .water : Self.greens.contains(where: words.contains) ? .green : .edge
  }
}
