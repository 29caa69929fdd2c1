import Availability
import Foundation
import Rendering
import Testing

@Suite("The ground of a report's map")
struct GroundTests {
  private static func document(_ features: String...) -> [UInt8] {
    Array(#"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#.utf8)
  }

  private static func feature(_ kind: String, _ coordinates: String, _ properties: String = "null") -> String
  {
    #"{"type":"Feature","properties":\#(properties),"geometry":{"type":"\#(kind)","coordinates":\#(coordinates)}}"#
  }

  private static let square = "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]"

  @Test("lines and areas are read, whatever they are nested in; points are left aside")
  func reading() throws {
    let map = try GeoJSON(
      Self.document(
        Self.feature("LineString", "[[2,48],[2.5,48.5,120]]", #"{"waterway":"river","name":"Seine"}"#),
        Self.feature("MultiPolygon", "[\(Self.square),\(Self.square)]", #"{"leisure":"park","ele":7}"#),
        Self.feature("Point", "[2,48]"), #"{"type":"Feature","properties":{},"geometry":null}"#,
        #"{"type":"Feature","properties":null,"geometry":{"type":"GeometryCollection","geometries":[{"type":"MultiLineString","coordinates":[[[1,1],[2,2]]]}]}}"#
      ))
    #expect(map.shapes.map(\.kind) == [.water, .green, .green, .edge])
    #expect(map.shapes.map(\.isArea) == [false, true, true, false])
    #expect(
      map.shapes[0].name == "Seine" && map.shapes[0].parts == [[.init(x: 2, y: 48), .init(x: 2.5, y: 48.5)]])
    #expect(map.pointCount == 14)
    let bare = try GeoJSON(Array(#"{"type":"Polygon","coordinates":\#(Self.square)}"#.utf8))
    #expect(bare.shapes.count == 1 && bare.shapes[0].kind == .edge)
  }

  @Test("what is no map of lines and areas in degrees is refused with its reason")
  func refused() {
    func fault(_ bytes: [UInt8]) -> GeoJSON.Fault? {
      do throws(GeoJSON.Fault) {
        _ = try GeoJSON(bytes)
        return nil
      } catch { return error }
    }
    func fault(_ text: String) -> GeoJSON.Fault? { fault(Array(text.utf8)) }
    #expect(fault(#"{"type":"Topology"}"#) == .noGeoJSON(type: "Topology"))
    #expect(fault("{}") == .noGeoJSON(type: nil))
    #expect(fault(#"{"type":"LineString","coordinates":[[1],[2]]}"#) == .noGeoJSON(type: nil))
    #expect(fault("[1, 2]") == .noGeoJSON(type: nil))
    #expect(fault(Self.document(Self.feature("Point", "[2,48]"))) == .empty)
    #expect(
      fault(Self.document(Self.feature("LineString", "[[652000,6862000],[652001,6862001]]")))
        == .noDegrees(x: 652_000, y: 6_862_000))
    #expect(fault("<kml/>") == .format("XML, as KML and OpenStreetMap's extracts are"))
    #expect(fault([0, 0, 0x27, 0x0A, 1]) == .format("a shapefile"))
    #expect(fault("SQLite format 3\0") == .format("a GeoPackage"))
    for text in ["", "{", #"{"type":"Feature""#, "\u{0}"] {
      guard case .noJSON = fault(text) else {
        Issue.record("\(text): \(String(describing: fault(text)))")
        continue
      }
    }
  }

  @Test("a ring is cut along the edge of the box, a line into its pieces")
  func clipping() {
    let box = Outlines.Box(west: 0, south: 0, east: 2, north: 2)
    func points(_ numbers: [(Double, Double)]) -> [GeoJSON.Point] { numbers.map { .init(x: $0.0, y: $0.1) } }
    let ring = Outlines.clipped(points([(1, 1), (3, 1), (3, 3), (1, 3), (1, 1)]), isRing: true, to: box)
    #expect(ring.count == 1)
    #expect(ring[0].allSatisfy { (0...2).contains($0.x) && (0...2).contains($0.y) })
    #expect(Set(ring[0].map { "\($0.x) \($0.y)" }) == ["1.0 1.0", "2.0 1.0", "2.0 2.0", "1.0 2.0"])
    let lines = Outlines.clipped(
      points([(-1, 1), (1, 1), (1, 3), (1.5, 3), (1.5, 1)]), isRing: false, to: box)
    #expect(lines == [points([(0, 1), (1, 1), (1, 2)]), points([(1.5, 2), (1.5, 1)])])
    #expect(Outlines.clipped(points([(5, 5), (6, 6)]), isRing: false, to: box).isEmpty)
    #expect(Outlines.clipped(points([(5, 5), (6, 5), (6, 6), (5, 5)]), isRing: true, to: box).isEmpty)
  }

  @Test("what is simplified stays within the tolerance, and what is straight is two points")
  func simplifying() {
    let straight = (0...100).map { GeoJSON.Point(x: Double($0), y: 2 * Double($0)) }
    #expect(Outlines.simplified(straight, tolerance: 1e-9, shrink: 1).count == 2)
    let wave = (0...1_000).map { GeoJSON.Point(x: Double($0) / 100, y: sin(Double($0) / 100)) }
    let few = Outlines.simplified(wave, tolerance: 0.01, shrink: 1)
    #expect(few.count < 60 && few.first == wave.first && few.last == wave.last)
    for point in wave {
      let i = few.lastIndex { $0.x <= point.x } ?? 0
      let (a, b) = (few[i], few[min(i + 1, few.count - 1)])
      let y = b.x > a.x ? a.y + (point.x - a.x) / (b.x - a.x) * (b.y - a.y) : a.y
      #expect(abs(y - point.y) < 0.0151)
    }
  }

  @Test("a map of a whole country is cut to the city, and to 20,000 points")
  func cutting() throws {
    let points = (0..<200_000).map { i -> String in
      let x = 2 + 0.4 * Double(i) / 200_000
      return "[\(x),\(48.85 + 0.05 * sin(900 * x))]"
    }
    let map = try GeoJSON(
      Self.document(
        Self.feature("LineString", "[\(points.joined(separator: ","))]"), Self.feature("Polygon", Self.square)
      ))
    let places = [(48.80, 2.1), (48.9, 2.3), (48.85, 2.2)].compactMap {
      StationDetails.Place(latitude: $0.0, longitude: $0.1)
    }
    let ground = try #require(Ground(map, name: "country.geojson", around: places))
    #expect(ground.read == 200_005 && ground.kept <= Ground.mostPoints && ground.kept > 100)
    #expect(ground.shapes.allSatisfy { !$0.isArea }, "the square is far away")
    #expect(ground.shapes.flatMap(\.lengths).reduce(0, +) == ground.kept)
    #expect(ground.box[0] < 2.1 && ground.box[2] > 2.3 && ground.box[1] < 48.8 && ground.box[3] > 48.9)
    #expect(Ground(map, name: "country.geojson", around: []) == nil)
    // A line that leaves the city at every other point: as many pieces, of which none is longer than a screen's pixels.
    let wild = (0..<200_000).map { "[\(2 + 0.4 * Double($0) / 200_000),\(48.8 + 0.09 * Double($0 % 7))]" }
    let noise = try GeoJSON(
      Self.document(Self.feature("LineString", "[\(wild.joined(separator: ","))]")))
    #expect(try #require(Ground(noise, name: "wild", around: places)).kept <= Ground.mostPoints)
  }

  @Test("a station far away does not stretch the ground")
  func farStation() throws {
    let near = (0..<30).compactMap {
      StationDetails.Place(latitude: 48.8 + 0.005 * Double($0), longitude: 2.3)
    }
    let far = try #require(StationDetails.Place(latitude: -20, longitude: 55))
    #expect(Ground.box(around: near + [far]) == Ground.box(around: near))
  }
}
