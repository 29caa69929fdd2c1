import FoundationEssentials

/// All findings, for people or for programs.
struct DoctorFindings: Encodable {
  let velibcorr = programVersion
  /// Did ranks meet and exchange messages?
  let mpiWorks: Bool
  let findings: [Finding]

  private enum CodingKeys: String, CodingKey {
    case velibcorr
    case mpiWorks = "mpi_works"
    case findings
  }

  /// A line for each finding, its cure below it.
  var text: String {
    let width = findings.map(\.name.count).max() ?? 0
    return findings.map { finding in
      let name = finding.name + String(repeating: " ", count: width - finding.name.count)
      let verdict = finding.verdict == .ok ? "ok     " : "warning"
      let indent = String(repeating: " ", count: verdict.count + width + 4)
      let words = finding.words.split(separator: "\n").joined(separator: "\n\(indent)")
      return "\(verdict)  \(name)  \(words)\n" + (finding.cure.map { "\(indent)-> \($0)\n" } ?? "")
    }.joined()
  }

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
}
