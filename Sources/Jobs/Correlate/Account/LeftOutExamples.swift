import Ingestion

/// Of each reason for which rows were left out, a row as an example.
struct LeftOutExamples {
  private var examples: [LeftOut: (path: String, example: RowExample)] = [:]
  /// Stretches with faulty rows that are read again to find them.
  private static let mostStretches = 8

  /// Rows that were looked at before reading, else the first of this rank's part of the inputs. Throws what reading
  /// throws.
  init(_ rows: borrowing ReadRows, _ inputs: Inputs, _ counts: RowCounts) throws {
    let wanted = LeftOut.allCases.filter { $0.isFault && counts[$0] > 0 }
    for input in inputs.files.compactMap({ $0 }) {
      for (reason, example) in input.understanding?.examples ?? [:] where examples[reason] == nil {
        examples[reason] = (input.path, example)
      }
    }
    for (_, segment, file) in rows.segments where wanted.contains(where: { examples[$0] == nil }) {
      var reader = RejectReader(segment, of: file, rules: inputs.rules)
      var stretches = 0
      while wanted.contains(where: { examples[$0] == nil }), stretches < Self.mostStretches,
        let rejects = try reader.next()
      {
        stretches += 1
        for reject in rejects where examples[reject.reason] == nil {
          let isHourEnough = file.layout.hour != nil && !inputs.rules.needsTime
          examples[reject.reason] = RowExample(reject, file.layout, isHourEnough: isHourEnough).map {
            (file.path, $0)
          }
        }
      }
    }
    examples = examples.filter { wanted.contains($0.key) }
  }

  /// A line for each reason, in their order.
  var lines: [String] {
    LeftOut.allCases.compactMap { reason in
      examples[reason].map { "\(reason.title), as in \($0.path): \($0.example.words)" }
    }
  }
}
