import Foundation
import TestSupport
import Testing

/// The folder of real logs; not part of the project.
private let folderOfRealData = ProcessInfo.processInfo.environment["VELIBCORR_SHARED_DATA"]

/// Real logs with what pandas made of them, in the folder that VELIBCORR_SHARED_DATA names.
@Suite(.enabled(if: folderOfRealData != nil, "VELIBCORR_SHARED_DATA is not set"))
struct RealDataTests {
  /// A log, the options that it wants, and the file of what it must yield.
  struct Case: CustomTestStringConvertible {
    let log: String
    let options: [String]
    let reference: String
    var testDescription: String { reference }
  }

  private struct Reference: Decodable {
    struct Pair: Decodable {
      let a: String
      let b: String
      let pearson: Double?
    }
    let rows: Int
    let rowsMissing: Int
    let rowsNegative: Int
    let rowsZeroCapacity: Int
    let rowsUsed: Int
    let stations: Int
    let stationsWithProfile: Int
    let hoursCovered: [Int]
    let profiles: [String: [String: Double?]]
    let rowCounts: [String: [String: Int]]
    let pairs: [Pair]
  }

  @Test(arguments: [
    Case(log: "velib_4stations_2013.tsv", options: [], reference: "velib_4stations_2013"),
    Case(
      log: "besancon_2014.tsv", options: ["--time", "last_update"], reference: "besancon_2014.by_last_update"),
  ])
  func log(_ item: Case) throws {
    let folder = try #require(folderOfRealData)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let reference = try decoder.decode(
      Reference.self,
      from: Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(item.reference).reference.json")))
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      ["\(folder)/\(item.log)", "-o", "r.csv", "--profiles", "p.csv"] + item.options)
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")

    let matrix = try MatrixFile(velibcorr.bytes("r.csv"))
    #expect(matrix.stations.count == reference.stationsWithProfile)
    #expect(!reference.pairs.isEmpty)
    for pair in reference.pairs {
      let r = try #require(matrix[pair.a, pair.b])
      if let expected = pair.pearson { #expect(abs(r - expected) < 1e-12) } else { #expect(r.isNaN) }
    }

    let rows = try velibcorr.text("p.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      .filter { $0[2] != "0" }
    #expect(Set(rows.map { Int($0[1]) }) == Set(reference.hoursCovered))
    #expect(rows.reduce(0) { $0 + (Int($1[2]) ?? 0) } == reference.rowsUsed)
    for (station, hours) in reference.profiles {
      let found = Dictionary(
        uniqueKeysWithValues: rows.filter { $0[0] == station }.map { (Int($0[1]), $0) })
      for (hour, mean) in hours {
        let count = try #require(reference.rowCounts[station]?[hour])
        let row = found[Int(hour)]
        #expect(row.flatMap { Int($0[2]) } ?? 0 == count)
        guard let mean else { continue }
        let found = try #require(row.flatMap { Double($0[3]) })
        #expect(abs(found - mean) < 1e-13)
      }
    }

    let summary = outcome.errors.replacing(",", with: "")
    #expect(summary.contains("rows       \(reference.rows) read \(reference.rowsUsed) used"))
    let leftOut = reference.rowsMissing + reference.rowsNegative + reference.rowsZeroCapacity
    #expect(summary.contains("left out") == (leftOut > 0))
  }
}
