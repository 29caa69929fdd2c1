import Text

extension BenchTables {
  /// For a terminal.
  package var text: String {
    header.map { name, value in name.padding(to: 11) + value + "\n" }.joined()
      + problems.map { problem, rows in
        "\n\(problem)\n\(Self.criterion(rows))\n\n" + Self.times(rows).text + "\n" + Self.rates(rows).text
      }.joined()
      + notes.map { "\n\($0)\n" }.joined()
  }

  /// For a page: the same tables in Markdown.
  package var markdown: String {
    header.map { "- \($0): \($1)\n" }.joined()
      + problems.map { problem, rows in
        "\n**\(problem)**\n\n\(Self.criterion(rows))\n\n" + Self.times(rows).markdown + "\n"
          + Self.rates(rows).markdown
      }.joined()
      + notes.map { "\n\($0)\n" }.joined()
  }

  private var header: [(String, String)] {
    let gigabytes = Figures.fixed(Double(machine.memoryBytes) / 0x1p30, 1)
    return [
      ("machine", "\(machine.cpu), \(machine.cores) cores, \(gigabytes) GiB, \(machine.system)"),
      ("libraries", libraries.sorted { $0.key < $1.key }.map { "\($0) \($1)" }.joined(separator: "; ")),
      ("command", run.command),
      ("workers", "\(configurations.joined(separator: ", ")) (ranks x threads)"),
    ] + (baseline.map { [("baseline", $0)] } ?? [])
  }

  /// Each number of ranks and threads once, in the order of the rows.
  private var configurations: [String] {
    rows.map { "\($0.ranks) x \($0.threads)" }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
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

  /// Failures of tasks, which do not fit into a table.
  private var notes: [String] {
    rows.flatMap { row in
      let name = "\(row.workload), \(row.schedule) \(row.ranks) x \(row.threads)"
      return row.failures.map { "\(name): \($0)" }
    }
  }

  /// The quantity and the limit of the residuals.
  private static func criterion(_ rows: [Row]) -> String {
    "residual: \(rows[0].quantity), right up to \(Figures.number(rows[0].limit))"
  }

  /// Each with what its verification has found.
  private static func times(_ rows: [Row]) -> TextTable {
    var table = TextTable(
      [.init(title: "schedule", isLeft: true), .init(title: "ranks x threads")]
        + ["trials", "median", "95 % CI", "min", "p99", "max", "residual"].map { .init(title: $0) }
        + ["verdict", "beside baseline"].map { .init(title: $0, isLeft: true) })
    for row in rows {
      let interval = row.low.map { "\(Figures.time($0)) - \(Figures.time(row.high!))" } ?? "-"
      let verdict =
        row.passed ? "right" : row.quantity == rows[0].quantity ? "WRONG" : "WRONG, \(row.quantity)"
      table.add([
        row.schedule, "\(row.ranks) x \(row.threads)", "\(row.trials.count)",
        Figures.time(row.median), interval, Figures.time(row.minimum), Figures.time(row.p99),
        Figures.time(row.maximum), Figures.number(row.residual),
        ([verdict] + row.remarks).joined(separator: ", "), row.baseline?.words ?? "",
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

extension BenchTables.Row {
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
