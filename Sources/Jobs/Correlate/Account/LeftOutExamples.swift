import Ingestion

/// Of each reason for which rows were left out, a row as an example.
struct LeftOutExamples {
  /// A line for each reason, in their order.
  let lines: [String]
  /// Is the row whose time is not understood one of hour 24?
  let haveHour24: Bool
  /// Stretches with faulty rows that are read again to find them, of each part of an input.
  private static let mostStretches = 8

  /// Rows that were looked at before reading, else the first of the first input, wherever it was read. Collective. Throws
  /// what reading throws.
  init(_ rows: borrowing ReadRows, _ inputs: Inputs, _ counts: RowCounts, on job: Job) throws {
    let wanted = LeftOut.allCases.filter { $0.isFault && counts[$0] > 0 }
    let mine = try job.agree { try Self.find(wanted, rows, inputs) }
    let all = try (job.communicator.size == 1 ? [mine] : job.communicator.gather(mine)).joined()
    let first = wanted.map { reason in
      // Of an input that several ranks have read, lower ranks have the earlier part.
      all.filter { $0.reason == reason.rawValue }.min { $0.order < $1.order }
    }
    lines = zip(wanted, first).compactMap { reason, found in
      found.map { "\(reason.title), as in \($0.words)" }
    }
    haveHour24 = first.contains { $0?.isOfHour24 == true }
  }

  private struct Found: Codable {
    /// Of `LeftOut`.
    let reason: Int
    /// The number of the input; those found by reading come after all that were looked at before.
    let order: Int
    let words: String
    let isOfHour24: Bool
  }

  /// Those that this rank finds.
  private static func find(
    _ wanted: [LeftOut], _ rows: borrowing ReadRows, _ inputs: Inputs
  ) throws -> [Found] {
    var examples: [LeftOut: Found] = [:]
    func isMissing(_ reason: LeftOut) -> Bool { examples[reason] == nil }
    func take(_ example: RowExample, of reason: LeftOut, _ order: Int, in path: String) {
      examples[reason] = Found(
        reason: reason.rawValue, order: order, words: "\(path): \(example.words)",
        isOfHour24: example.isOfHour24)
    }
    for (number, input) in inputs.files.enumerated() {
      for (reason, example) in input?.understanding?.examples ?? [:] where isMissing(reason) {
        take(example, of: reason, number, in: input!.path)
      }
    }
    for (number, segment, file) in rows.segments where wanted.contains(where: isMissing) {
      var reader = RejectReader(segment, of: file, rules: inputs.rules)
      let isHourEnough = file.layout.hour != nil && !inputs.rules.needsTime
      var stretches = 0
      while wanted.contains(where: isMissing), stretches < mostStretches, let rejects = try reader.next() {
        stretches += 1
        for reject in rejects where isMissing(reject.reason) {
          guard let example = RowExample(reject, file.layout, isHourEnough: isHourEnough) else { continue }
          take(example, of: reject.reason, inputs.files.count + number, in: file.path)
        }
      }
    }
    return Array(examples.values)
  }
}
