import Availability
import Foundation
import Ingestion
import TestSupport
import Testing

/// Whole files against means computed in another way.
@Suite("Profiles against references")
struct ReferenceTests {
  /// Sums of up to some thousand doubles in [0, 1], each rounded, then divided: a thousand times 2^-53.
  private static let tolerance = 1e-12

  private static func means(_ file: LogFile, rules: RowRules = RowRules()) throws -> [String: [Int: Double]] {
    let segment = try file.readSegment(0..<file.blockCount, rules: rules, threads: 2)
    let profiles = segment.profiles
    let pairs = profiles.stations.enumerated().map { row, station in
      var tallies = [Tally](repeating: Tally(), count: 24)
      profiles.copyTallies(of: row...row, bins: .hourOfDay, to: &tallies)
      return (
        station.description,
        Dictionary(
          uniqueKeysWithValues: tallies.enumerated().compactMap { bin, tally in tally.mean.map { (bin, $0) } }
        )
      )
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  @Test("a generated log has the means of a plain computation", arguments: [1_000, 1 << 18])
  func generated(blockSize: Int) throws {
    var random = SeededGenerator(seed: 71)
    var sums: [String: [Int: (sum: Double, count: Double)]] = [:]
    var text = "number\tavailable_bike_stands\tavailable_bikes\tlast_update\r\n"
    for _ in 0..<30_000 {
      let station = "\(Int.random(in: 1...90, using: &random))_é"
      let (free, bikes) = (Int.random(in: 0...40, using: &random), Int.random(in: 0...12, using: &random))
      let hour = Int.random(in: 0...23, using: &random)
      text += "\(station)\t\(free)\t\(bikes)\t2013-09-1\(hour % 10) \(hour < 10 ? "0" : "")\(hour):07:19\r\n"
      guard free + bikes > 0 else { continue }
      sums[station, default: [:]][hour, default: (0, 0)].sum += Double(free) / Double(free + bikes)
      sums[station]![hour]!.count += 1
    }
    let folder = try TemporaryFolder()
    let means = try Self.means(try LogFile(path: try folder.write("log", text), blockSize: blockSize))
    #expect(Set(means.keys) == Set(sums.keys))
    for (station, hours) in sums {
      #expect(means[station]?.count == hours.count)
      for (hour, (sum, count)) in hours {
        #expect(abs((means[station]?[hour] ?? .nan) - sum / count) <= Self.tolerance, "\(station), \(hour) h")
      }
    }
  }

  private static let shared = ProcessInfo.processInfo.environment["VELIBCORR_SHARED_DATA"]

  /// Real logs with references made by pandas, where the environment says where they are.
  @Test(
    "real logs have the means of their references", .enabled(if: shared != nil),
    arguments: [
      ("velib_4stations_2013", nil), ("velib_vanves_2013", nil), ("velib_2022_v1", nil),
      ("besancon_2014.by_last_update", "last_update"), ("besancon_2014.by_collect_date", "collect_date"),
      ("oslo_2024.UTC", nil),
    ] as [(String, String?)])
  func real(name: String, time: String?) throws {
    struct Reference: Decodable {
      let file: String
      let rows: Int
      let rowsUsed: Int
      let profiles: [String: [String: Double?]]

      enum CodingKeys: String, CodingKey {
        case file, rows
        case rowsUsed = "rows_used"
        case profiles
      }
    }
    let folder = try #require(Self.shared)
    let json = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).reference.json"))
    let reference = try JSONDecoder().decode(Reference.self, from: json)
    let columns = ColumnChoice(time.map { [.time: $0] } ?? [:])
    let file = try LogFile(path: "\(folder)/\(reference.file)", columns: columns)
    let segment = try file.readSegment(0..<file.blockCount, rules: RowRules(), threads: 2)
    #expect(segment.profiles.counts.read == reference.rows)
    #expect(segment.profiles.counts.used == reference.rowsUsed)
    let means = try Self.means(file)
    for (station, hours) in reference.profiles {
      for (hour, mean) in hours {
        let found = means[station]?[try #require(Int(hour))]
        #expect((found == nil) == (mean == nil), "\(station), \(hour) h")
        if let found, let mean { #expect(abs(found - mean) <= Self.tolerance, "\(station), \(hour) h") }
      }
    }
  }
}
