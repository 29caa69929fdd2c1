import Availability
import Foundation
import Ingestion
import TestSupport
import Testing

/// Feeds as inputs: plain, packed, in archives and in folders.
@Suite("Feeds as inputs")
struct FeedInputTests {
  private let folder = try! TemporaryFolder()

  /// A poll: two stations, their counts and a time of their own.
  private static func poll(_ hour: Int) -> [UInt8] {
    let time = 1_700_000_000 + 3600 * hour
    return Array(
      """
      {"last_updated": \(time), "data": {"stations": [
      {"station_id": "1", "num_bikes_available": \(hour), "num_docks_available": 9, "last_reported": \(time)},
      {"station_id": "2", "num_bikes_available": 2, "num_docks_available": 8, "last_reported": \(time)}]}}
      """.utf8)
  }
  private static let information = Array(
    #"{"data": {"stations": [{"station_id": "1", "name": "one", "lat": 1, "lon": 2}]}}"#.utf8)

  private static func used(_ file: Input) throws -> Int64 {
    try file.readStream(rules: RowRules()).counts.used
  }

  @Test("plain and in every packing", arguments: [nil] + Packing.allCases.map { $0 })
  func packed(_ packing: Packing?) throws {
    let bytes = Self.poll(1) + Self.poll(2)
    let file = try Input(
      path: folder.write("a", packing.map { try $0.pack([("polls.json", bytes)]) } ?? bytes))
    #expect(file.log == nil)
    #expect(try Self.used(file) == 4)
    #expect(file.stream?.feed?.documents == 2)
  }

  @Test(
    "an archive of polls, with the names of its stations, and what is no feed", arguments: Packing.archives)
  func archive(_ packing: Packing) throws {
    let members = (1...30).map { (name: "polls/\($0).json", bytes: Self.poll($0 % 24)) }
    let others = [
      (name: "station_information.json", bytes: Self.information),
      (name: "gbfs.json", bytes: Array(#"{"data": {"en": {"feeds": []}}}"#.utf8)),
      (name: "README", bytes: Array("Polls of a network\n".utf8)),
    ]
    let packed = try [("gz", Packing.gzip), ("zst", .zstd)].map { ending, packing in
      (name: "polls/31.json.\(ending)", bytes: try packing.pack([("", Self.poll(7))]))
    }
    let file = try Input(
      path: folder.write(
        "a", packing.pack(packed.map { ("first/\($0.name)", $0.bytes) } + others + members + packed)))
    #expect(try Self.used(file) == 68)
    #expect(file.stream!.findings.stations.compactMapValues(\.name) == [StationID("1"): "one"])
    #expect(Set(file.stream!.findings.leftAside) == ["gbfs.json", "README"])
    #expect(file.stream!.findings.laterMembers.count == 34)
  }

  @Test("a list of stations in JSON beside a log in CSV", arguments: [true, false])
  func list(_ isBefore: Bool) throws {
    let log = (name: "log.csv", bytes: Array("number,free_docks,bikes,time\n1,2,3,1700000000\n".utf8))
    let list = (name: "station_information.json", bytes: Self.information)
    let file = try Input(path: folder.write("a", Packing.zip.pack(isBefore ? [list, log] : [log, list])))
    #expect(try Self.used(file) == 1)
    #expect(file.stream!.findings.stations.compactMapValues(\.name) == [StationID("1"): "one"])
  }

  @Test("a list of stations in JSON by itself, packed or not", arguments: [nil, Packing.gzip, .zip])
  func stations(_ packing: Packing?) throws {
    let bytes = Self.information
    let path = try folder.write("a", packing.map { try $0.pack([("s.json", bytes)]) } ?? bytes)
    #expect(try Input.readStations(path: path).compactMapValues(\.name) == [StationID("1"): "one"])
  }

  @Test("a folder is listed by name, its JSON is one feed")
  func directory() throws {
    let path = folder.path
    for name in ["b", ".hidden"] {
      try FileManager.default.createDirectory(
        atPath: "\(path)/f/\(name)", withIntermediateDirectories: true)
    }
    _ = try folder.write("x", [1])
    for hour in 1...3 { _ = try folder.write("f/b/\(hour).json", Self.poll(hour)) }
    _ = try folder.write("f/4.json.gz", Packing.gzip.pack([("", Self.poll(4))]))
    _ = try folder.write("f/5", Self.poll(5))
    _ = try folder.write("f/log.csv", "number,free_docks,bikes,time\n1,2,3,1700000000\n")
    for backup in ["log.csv~", "log.csv.bak", "log.BAK", "#log.csv#"] {
      _ = try folder.write("f/\(backup)", "number,free_docks,bikes,time\n1,2,3,1700000000\n")
    }
    _ = try folder.write("f/empty.csv", "")
    _ = try folder.write("f/.hidden/a.json", Self.poll(1))
    let listed = try InputFolder("\(path)/f")
    #expect(listed.files == ["\(path)/f/log.csv"])
    #expect(
      listed.feeds.map(\.path)
        == ["4.json.gz", "5", "b/1.json", "b/2.json", "b/3.json"].map { "\(path)/f/\($0)" })
    #expect(try InputFolder.allFiles("\(path)/f").count == 6)
    #expect(try InputFolder.allFiles("\(path)/x") == ["\(path)/x"])
    let file = try Input(path: "\(path)/f", keepsDigest: true)
    #expect(try Self.used(file) == 10)
    #expect(file.stream?.feed?.documents == 5)
    #expect(try file.digest().byteCount == listed.feeds.map(\.byteCount).reduce(0, +))
  }

  @Test("a folder is entered once, whatever links lead to it")
  func links() throws {
    let path = folder.path
    try FileManager.default.createDirectory(atPath: "\(path)/f/a", withIntermediateDirectories: true)
    _ = try folder.write("f/a/log.csv", "number,free_docks,bikes,time\n1,2,3,1700000000\n")
    for (link, target) in [("f/a/above", "\(path)/f"), ("f/b", "\(path)/f/a")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(path)/\(link)", withDestinationPath: target)
    }
    #expect(try InputFolder("\(path)/f").files == ["\(path)/f/a/log.csv"])
  }

  @Test("a poll that is cut is told by its name")
  func cut() throws {
    let members = [("1.json", Self.poll(1)), ("2.json", Array(Self.poll(2).dropLast(3)))].map {
      (name: $0.0, bytes: $0.1)
    }
    do {
      _ = try Self.used(Input(path: folder.write("a", Packing.tar.pack(members))))
      Issue.record("read")
    } catch IngestionError.stream(_, .feed(let error)) {
      #expect(error.source == "2.json")
      #expect(error.words.hasPrefix("2.json: ends at byte "))
    }
  }

  @Test("lists of inputs")
  func lists() {
    #expect(InputFolder.paths(inList: Array("a b\r\n\nc".utf8)) == ["a b", "c"])
    #expect(InputFolder.paths(inList: Array("a\nb\0c\0".utf8)) == ["a\nb", "c"])
    #expect(InputFolder.paths(inList: []) == [])
    #expect(InputFolder.paths(inList: Array("# polls\n#x\n \t\na #b\n".utf8)) == ["a #b"])
    #expect(InputFolder.paths(inList: Array("#x\0 \0".utf8)) == ["#x", " "])
  }
}
