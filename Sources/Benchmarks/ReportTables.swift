extension BenchmarkReport {
  /// For a terminal.
  package var text: String {
    header.map { name, value in name.padding(to: 11) + value + "\n" }.joined()
      + problems.map { problem, rows in
        "\n\(problem)\n" + Self.times(rows).text + (rows.count > 1 ? "\n" : "") + Self.rates(rows).text
      }.joined()
      + notes.map { "\n\($0)\n" }.joined()
  }

  package var markdown: String {
    header.map { "- \($0): \($1)\n" }.joined()
      + problems.map { problem, rows in
        "\n**\(problem)**\n\n" + Self.times(rows).markdown + "\n" + Self.rates(rows).markdown
      }.joined()
      + notes.map { "\n\($0)\n" }.joined()
  }

  private var header: [(String, String)] {
    let gigabytes = Figures.fixed(Double(machine.memoryBytes) / 0x1p30, 1)
    return [
      ("machine", "\(machine.cpu), \(machine.cores) cores, \(gigabytes) GiB, \(machine.system)"),
      ("libraries", libraries.sorted { $0.key < $1.key }.map { "\($0) \($1)" }.joined(separator: "; ")),
      ("command", run.command),
    ]
  }

  /// Rows of one problem stand together, in the order in which the problems come.
  private var problems: [(String, [Row])] {
    var problems: [(title: String, rows: [Row])] = []
    for row in rows {
      let title = "\(row.workload): \(row.problem)"
      if let known = problems.firstIndex(where: { $0.title == title }) {
        problems[known].rows.append(row)
      } else {
        problems.append((title, [row]))
      }
    }
    return problems
  }

  /// What does not fit into a table.
  private var notes: [String] {
    rows.flatMap { row in
      let name = "\(row.workload), \(row.schedule) \(row.ranks) x \(row.threads)"
      return row.failures.map { "\(name): \($0)" }
    }
  }

  /// Each with what was verified.
  private static func times(_ rows: [Row]) -> TextTable {
    var table = TextTable(
      [.init(title: "schedule", isLeft: true), .init(title: "ranks x threads")]
        + ["trials", "median", "95 % CI", "min", "p99", "max", "beside baseline"].map { .init(title: $0) }
        + [.init(title: "verified", isLeft: true), .init(title: "", isLeft: true)])
    for row in rows {
      let interval = row.low.map { "\(Figures.time($0)) - \(Figures.time(row.high!))" } ?? "-"
      let relation = row.residual.isNaN || row.residual > row.limit ? "not <=" : "<="
      table.add([
        row.schedule, "\(row.ranks) x \(row.threads)", "\(row.trials.count)",
        Figures.time(row.median), interval, Figures.time(row.minimum), Figures.time(row.p99),
        Figures.time(row.maximum), row.baseline?.words ?? "",
        "\(row.passed ? "right" : "WRONG"): \(row.quantity) \(Figures.number(row.residual)) \(relation) "
          + Figures.number(row.limit),
        row.remarks.joined(separator: ", "),
      ])
    }
    return table
  }

  private static func rates(_ rows: [Row]) -> TextTable {
    var table = TextTable(
      [.init(title: "schedule", isLeft: true), .init(title: "ranks x threads")]
        + [
          "\(rows[0].unit)/s", "GFLOP/s", "GB/s", "% of peak", "speed-up", "efficiency %", "serial fraction",
          "computing %", "communicating %", "waiting %", "pays",
        ].map { .init(title: $0) })
    for row in rows {
      table.add([
        row.schedule, "\(row.ranks) x \(row.threads)", Figures.number(row.itemsPerSecond),
        row.gflops.map(Figures.number) ?? "", row.gigabytesPerSecond.map(Figures.number) ?? "",
        row.peakShare.map(Figures.percent) ?? "",
        row.speedUp.map { Figures.fixed($0, 2) } ?? "", row.efficiency.map(Figures.percent) ?? "",
        row.serialFraction.map { Figures.fixed($0, 3) } ?? "", Figures.percent(row.computing),
        Figures.percent(row.communicating), Figures.percent(row.waiting), row.paysWords,
      ])
    }
    return table
  }
}

extension BenchmarkReport.Row {
  /// "from 512 matrices".
  fileprivate var paysWords: String {
    guard let pays, let breakEven, let breakEvenUnit else { return "" }
    let size = "\(Figures.number(Double(breakEven))) \(breakEvenUnit)"
    return pays == "never" ? "not up to \(size)" : "from \(size)"
  }
}

extension Comparison {
  /// "x 0.93, faster (p = 0.002)".
  fileprivate var words: String {
    "x \(Figures.fixed(ratio, 3)), \(outcome.rawValue) (p = \(Figures.number(test.p)))"
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
