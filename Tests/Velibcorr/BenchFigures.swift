import Foundation

/// What the tests look at of the tables in JSON.
struct BenchFigures: Decodable {
  let rows: [Row]
  let libraries: [String: String]
  let quiet, incomplete: Bool?

  struct Row: Decodable {
    let workload, problem, schedule: String
    let ranks, threads, items: Int
    let trials: [Double]
    let median, computing, communicating, waiting: Double
    let passed: Bool
    let failures: [String]
    let breakEven: Int?
    let pays: String?
    let speedUp, speedUpLow, serialFraction: Double?
  }

  init(_ bytes: [UInt8]) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Self.self, from: Data(bytes))
  }

  private enum CodingKeys: String, CodingKey { case rows, libraries, quiet, incomplete }
}
