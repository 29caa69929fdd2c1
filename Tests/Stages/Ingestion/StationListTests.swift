import Availability
import Ingestion
import TestSupport
import Testing

/// An archive may hold a list of the stations beside the log.
@Suite("Names of stations from an archive")
struct StationListTests {
  private let folder = try! TemporaryFolder()
  private static let log = Array(
    "number,available_bike_stands,available_bikes,heure\n7,3,1,5\n8,1,1,6\n".utf8)

  /// The names that come with a log, with the list before and behind it.
  private func names(_ list: String, behind: Bool) throws -> [StationID: String] {
    let list = (name: "stations.txt", bytes: Array(list.utf8))
    let log = (name: "log.txt", bytes: Self.log)
    let file = try Input(path: folder.write("a", Packing.zip.pack(behind ? [log, list] : [list, log])))
    #expect(file.stream?.member == "log.txt")
    #expect(try file.readStream(rules: RowRules()).counts.used == 2)
    return file.stream!.findings.stations.compactMapValues(\.name)
  }

  @Test("identifiers and names, whatever the delimiter, columns and case", arguments: [true, false])
  func names(behind: Bool) throws {
    let expected = [StationID("7"): "Jaurès", StationID("8"): "Bac, rue \"du\""]
    for list in [
      "number,name,lat\n7,Jaurès,1\n8,\"Bac, rue \"\"du\"\"\",2\n",
      "Nom\tlng\tNumber\nJaurès\t2\t7\nBac, rue \"\"du\"\"\t2\t8\n".replacing(
        "Bac, rue \"\"du\"\"", with: "\"Bac, rue \"\"du\"\"\""),
      "station_id;station_name\r\n7;Jaurès\r\n\r\n8;\"Bac, rue \"\"du\"\"\"",
    ] {
      #expect(try names(list, behind: behind) == expected, "\(list)")
    }
  }

  @Test("rows too short are passed over, of two names the last is kept", arguments: [true, false])
  func odd(behind: Bool) throws {
    let list = "number,name\n7\n8,first\n8,second\n"
    #expect(try names(list, behind: behind) == [StationID("8"): "second"])
  }

  @Test(
    "text without identifiers or without names gives none",
    arguments: ["hello\nworld\n", "number,lat\n7,1\n", "name\nx\n"],
    [true, false])
  func none(list: String, behind: Bool) throws {
    #expect(try names(list, behind: behind) == [:])
  }

  @Test("several lists are joined")
  func several() throws {
    let members = [("a.txt", "number,name\n7,seven\n"), ("b.txt", "number,name\n8,eight\n")].map {
      (name: $0.0, bytes: Array($0.1.utf8))
    }
    let packed = try Packing.zip.pack([members[0], (name: "log.txt", bytes: Self.log), members[1]])
    let file = try Input(path: folder.write("a", packed))
    #expect(file.stream!.findings.stations.compactMapValues(\.name) == [StationID("7"): "seven"])
    _ = try file.readStream(rules: RowRules())
    #expect(
      file.stream!.findings.stations.compactMapValues(\.name) == [
        StationID("7"): "seven", StationID("8"): "eight",
      ])
  }
}
