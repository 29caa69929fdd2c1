import TestSupport
import Testing

/// `--basemap` and `--title` of a report.
@Suite struct BasemapTests {
  private static let map = """
    {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"waterway":"river","name":"<b>Doubs</b>"},
    "geometry":{"type":"LineString","coordinates":[[2.1,48.4],[2.3,48.55],[2.4,48.6]]}}]}
    """
  private static let places = "id,name,lat,lng\n7,Here,48.5,2.25\n11,There,48.51,2.26\n"

  @Test("the ground is in the report, with the same bytes in every way, and its title where titles are")
  func shown() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog)
    try velibcorr.write("list.csv", Self.places)
    try velibcorr.write("map.geojson", Self.map)
    let arguments = [
      "log.csv", "--no-matrix", "--report", "r.html", "--stations", "list.csv", "--basemap", "map.geojson",
      "--title", "A </title> & <B>",
    ]
    try velibcorr.runEveryWay(arguments, outputs: ["r.html"])
    let html = try velibcorr.text("r.html")
    #expect(html.contains("<title>A &lt;/title&gt; &amp; &lt;B&gt;</title>"))
    #expect(html.contains("<h1>A &lt;/title&gt; &amp; &lt;B&gt;</h1>"))
    #expect(html.contains(#""ground":{"box":["#))
    #expect(html.contains(#""name":"map.geojson""#) && html.contains(#""name":"\u003cb>Doubs\u003c/b>""#))
    #expect(html.contains(#""read":3"#))
  }

  @Test(
    "places come from columns of both coordinates, too",
    arguments: [("geo_point_2d", "48.5, 2.25"), ("lat, lng", "48.5,2.25"), ("position", "POINT (2.25 48.5)")])
  func bothCoordinates(column: String, place: String) throws {
    let velibcorr = try Velibcorr()
    let rows = (0..<6).map { #"7,\#($0 + 1),9,\#($0),"\#(place)"\#n"# }.joined()
    try velibcorr.write("log.csv", "station,free_docks,bikes,hour,\"\(column)\"\n" + rows)
    let outcome = try velibcorr.run("log.csv", "--no-matrix", "--report", "r.html")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.text("r.html").contains(#""lat":48.5,"lng":2.25"#))
  }

  @Test("hours of the calendar tell of days, in the same bytes in every way")
  func days() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.runEveryWay(
      ["log.txt", "--no-matrix", "--bins", "series", "--report", "r.html"], outputs: ["r.html"])
    #expect(try velibcorr.text("r.html").contains(#""days":"eN"#))
  }

  @Test(
    "what is no map is refused before the log is read, with what to do",
    arguments: [
      ("{", 65, ["map.geojson is no JSON", "it wants GeoJSON"]),
      (
        #"{"type":"Topology"}"#, 65,
        ["map.geojson is TopoJSON", "mapshaper map.geojson -o format=geojson map.geojson.degrees.geojson"]
      ),
      (
        #"{"type":"Point","coordinates":[1,2]}"#, 65,
        ["map.geojson has no line and no area", "it wants GeoJSON"]
      ),
      (#"{"name":"x"}"#, 65, ["map.geojson is no GeoJSON: a part of it", "RFC 7946"]),
      (
        "<osm>", 65,
        ["map.geojson is XML", "ogr2ogr -f GeoJSON -t_srs EPSG:4326 map.geojson.degrees.geojson map.geojson"]
      ),
      (
        #"{"type":"LineString","coordinates":[[652000.5,6862000],[652001,6862001]]}"#, 65,
        ["map.geojson is not in degrees: it has a point at 652000.5, 6862000.0", "-t_srs EPSG:4326"]
      ),
    ])
  func refused(text: String, exit: Int32, says: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("map.geojson", text)
    // The log is not there: it would be the next to be missed.
    try velibcorr.expectFailureEveryWay(
      ["none.csv", "--report", "r.html", "--basemap", "map.geojson"], exit: exit, says: says,
      files: ["map.geojson"])
  }

  @Test("a map that is not there, and options without a report")
  func misused() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog)
    try velibcorr.write("map.geojson", Self.map)
    try velibcorr.expectFailureEveryWay(
      ["log.csv", "--report", "r.html", "--basemap", "none.geojson"], exit: 66,
      says: ["--basemap: cannot read none.geojson"], files: ["log.csv", "map.geojson"])
    for (arguments, words) in [
      (["--basemap", "map.geojson"], "--basemap is of a report: it wants --report"),
      (["--title", "x"], "--title is of a report: it wants --report"),
      (
        ["--report", "map.geojson", "--basemap", "map.geojson"],
        "map.geojson is an input: an output would replace it"
      ),
    ] {
      let outcome = try velibcorr.run(["log.csv"] + arguments)
      #expect(outcome.ending == .exit(64) && outcome.errors.contains(words), "\(outcome.errors)")
    }
  }
}
