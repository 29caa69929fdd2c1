import Foundation
import TestSupport
import Testing

/// What the tests look at of `doctor --json`.
struct DoctorFindings: Decodable {
  struct Finding: Decodable {
    let name: String
    let verdict: String
    let words: String
    let cure: String?
    let figures: [String: Double]?
  }
  let velibcorr: String
  let mpiWorks: Bool
  let findings: [Finding]

  private enum CodingKeys: String, CodingKey {
    case velibcorr
    case mpiWorks = "mpi_works"
    case findings
  }

  init(_ outcome: Outcome) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(outcome.output))
  }

  subscript(_ name: String) -> Finding {
    get throws { try #require(findings.first { $0.name == name }, "\(findings.map(\.name))") }
  }
}
