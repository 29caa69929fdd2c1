extension BenchTables {
  /// The curves of each problem that has a serial run, in the order of the tables.
  package var scalingCurves: [(problem: String, curves: [ScalingCurve])] {
    var problems: [(title: String, rows: [Row])] = []
    for row in rows where row.speedUp != nil {
      let title = "\(row.workload): \(row.problem)"
      if problems.last?.title != title { problems.append((title, [])) }
      problems[problems.count - 1].rows.append(row)
    }
    return problems.map { ($0.title, Self.curves($0.rows)) }
  }

  /// A curve begins at its own run of one worker, or at the serial run.
  private static func curves(_ rows: [Row]) -> [ScalingCurve] {
    guard let serial = rows.first(where: { $0.workers == 1 }) else { return [] }
    var lines: [(label: String, rows: [Row])] = []
    for row in rows where row.schedule != serial.schedule || row.workers > 1 {
      let label = label(of: row, among: rows)
      if let known = lines.firstIndex(where: { $0.label == label }) {
        lines[known].rows.append(row)
      } else {
        lines.append((label, [row]))
      }
    }
    if lines.isEmpty { lines = [(serial.schedule, [])] }
    return lines.map { label, rows in
      let start = ScalingCurve.Point(workers: 1, speedUp: 1, interval: nil)
      let points = rows.map(point).sorted { $0.workers < $1.workers }
      return ScalingCurve(label: label, points: (points.first?.workers == 1 ? [] : [start]) + points)
    }
  }

  /// The threads of a rank are named where they differ, but for those that are the workers.
  private static func label(of row: Row, among rows: [Row]) -> String {
    let threads = Set(rows.filter { $0.schedule == row.schedule }.map(\.threads))
    guard row.schedule != "threads" && threads.count > 1 else { return row.schedule }
    return "\(row.schedule), \(row.threads) \(row.threads == 1 ? "thread" : "threads") a rank"
  }

  private static func point(of row: Row) -> ScalingCurve.Point {
    var interval: ClosedRange<Double>?
    if let low = row.speedUpLow, let high = row.speedUpHigh { interval = low...high }
    return .init(workers: row.workers, speedUp: row.speedUp!, interval: interval)
  }
}

extension BenchTables.Row {
  fileprivate var workers: Int { ranks * threads }
}
