import FoundationEssentials
import Ingestion
import Rendering
import Text

/// What `--basemap` names, for the map of the report.
struct Basemap: Sendable {
  /// Without its folder.
  let name: String
  let content: GeoJSON

  /// More would take long, for what is simplified to 20,000 points.
  static let mostBytes = 200 << 20

  /// Reads a file. Throws `Failure` where it cannot be read, or is no GeoJSON in degrees with lines or areas.
  init(path: String) throws {
    name = path.lastPathComponent
    guard regularFileSize(path) ?? 0 <= Self.mostBytes else {
      throw Failure(
        .badData, "--basemap: \(path) has more than 200 MB",
        advice: "cut it to the city: ogr2ogr -f GeoJSON -clipdst WEST SOUTH EAST NORTH \(Self.cure(path))")
    }
    guard let bytes = fileContents(path) else {
      throw Failure(
        .noInput, "--basemap: cannot read \(path)",
        advice: "check its name, and that it is a file that may be read; or leave --basemap out")
    }
    do throws(GeoJSON.Fault) {
      content = try GeoJSON(bytes)
    } catch {
      throw Self.failure(path, error)
    }
  }

  /// Another file than the one that is there.
  private static func converted(_ path: String) -> String { "\(path).degrees.geojson" }

  private static func cure(_ path: String) -> String { "\(converted(path).shellQuoted) \(path.shellQuoted)" }

  private static func failure(_ path: String, _ fault: GeoJSON.Fault) -> Failure {
    let convert = "convert it: ogr2ogr -f GeoJSON -t_srs EPSG:4326 \(cure(path))"
    let wanted = "it wants GeoJSON: a FeatureCollection of lines and areas, in degrees"
    switch fault {
    case .format(let words):
      return Failure(.badData, "--basemap: \(path) is \(words), not GeoJSON", advice: convert)
    case .noJSON(let words):
      return Failure(.badData, "--basemap: \(path) is no JSON: \(words)", advice: wanted)
    case .noGeoJSON("Topology"):
      return Failure(
        .badData, "--basemap: \(path) is TopoJSON, not GeoJSON",
        advice: "convert it: mapshaper \(path.shellQuoted) -o format=geojson \(converted(path).shellQuoted)")
    case .noGeoJSON(let type):
      let words = type.map { "its type is '\($0)'" } ?? "a part of it is not as RFC 7946 has it"
      return Failure(.badData, "--basemap: \(path) is no GeoJSON: \(words)", advice: wanted)
    case .noDegrees(let x, let y):
      return Failure(
        .badData, "--basemap: \(path) is not in degrees: it has a point at \(x), \(y)", advice: convert)
    case .empty: return Failure(.badData, "--basemap: \(path) has no line and no area", advice: wanted)
    }
  }
}
