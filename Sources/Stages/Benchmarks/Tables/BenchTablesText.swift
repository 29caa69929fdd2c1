import Text

/// The room and the colours that there are for tables.
package struct TextLayout: Sendable {
  /// Columns of the terminal.
  package let columns: Int
  /// For verdicts and speed-ups.
  package let style: TextStyle

  /// Eighty columns without colours, unless there are others.
  package init(columns: Int = 80, style: TextStyle = TextStyle(isOn: false)) {
    self.columns = columns
    self.style = style
  }

  func line(_ text: String, indent: Int = 2) -> String {
    TextLines.wrapped(text, columns: columns, indent: indent) + "\n"
  }
}

extension BenchTables {
  /// For a terminal: all of it.
  package func text(_ layout: TextLayout = TextLayout()) -> String {
    headText(layout) + problems.map { Self.text(of: $1, titled: $0, layout) }.joined()
  }

  /// What comes before the first table.
  package func headText(_ layout: TextLayout) -> String {
    header.map { name, value in
      layout.line(name + String(repeating: " ", count: max(1, 11 - name.count)) + value, indent: 11)
    }.joined()
  }

  /// The tables of rows of one problem or more, each with an empty line before it.
  package static func text(of rows: [Row], _ layout: TextLayout) -> String {
    problems(rows).map { text(of: $1, titled: $0, layout) }.joined()
  }

  private static func text(of rows: [Row], titled problem: String, _ layout: TextLayout) -> String {
    let notes = notes(rows).map { layout.line($0) }
    return "\n" + layout.line(layout.style.main(problem)) + layout.line(criterion(rows)) + "\n"
      + table(rows, layout.style).text(columns: layout.columns) + (notes.isEmpty ? "" : "\n")
      + notes.joined()
  }

  /// For a page: the same in Markdown.
  package var markdown: String {
    header.map { "- \($0): \($1)\n" }.joined()
      + problems.map { problem, rows in
        "\n**\(problem)**\n\n\(Self.criterion(rows))\n\n"
          + Self.table(rows, TextStyle(isOn: false)).markdown
          + Self.notes(rows).map { "\n\($0)\n" }.joined()
      }.joined()
  }

  private var header: [(String, String)] {
    let gigabytes = Figures.fixed(Double(machine.memoryBytes) / 0x1p30, 1)
    return [
      ("machine", "\(machine.cpu), \(machine.cores) cores, \(gigabytes) GiB, \(machine.system)"),
      ("libraries", libraries.sorted { $0.key < $1.key }.map { "\($0) \($1)" }.joined(separator: "; ")),
      ("command", run.command),
    ] + (baseline.map { [("baseline", $0)] } ?? [])
  }

  private var problems: [(title: String, rows: [Row])] { Self.problems(rows) }

  /// Rows of one problem stand together, in the order in which the problems come.
  private static func problems(_ rows: [Row]) -> [(title: String, rows: [Row])] {
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

  /// The quantity and the limit of the residuals.
  private static func criterion(_ rows: [Row]) -> String {
    "residual: \(rows[0].quantity), right up to \(Figures.number(rows[0].limit))"
  }

  /// A row a configuration: its time, what its verification has found, and what follows.
  private static func table(_ rows: [Row], _ style: TextStyle) -> TextTable {
    func group(_ number: Int, _ titles: [String]) -> [TextTable.Column] {
      titles.map { .init(title: $0, group: number, isOptional: number == 2) }
    }
    var table = TextTable(
      [.init(title: "schedule", isLeft: true), .init(title: "ranks x\nthreads")]
        + group(1, ["trials", "median", "95 % interval", "residual"])
        + [.init(title: "verdict", isLeft: true, group: 1)]
        + group(2, ["min", "p99", "max"])
        + group(3, ["\(rows[0].unit)/s", "GFLOP/s", "GB/s", "% of\npeak"])
        + group(4, ["speed-up", "its interval", "efficiency\n%", "serial\nfraction"])
        + group(5, ["computing\n%", "communi-\ncating %", "waiting\n%"])
        + [.init(title: "pays", isLeft: true, group: 5)]
        + group(6, ["start", "read", "combine", "correlate\nand write"])
        + group(7, ["predicted", "measured /\npredicted", "sent /\nread", "pays from\nstations"])
        + [.init(title: "beside baseline", isLeft: true, group: 8)])
    for row in rows { table.add(row.fields(style, quantity: rows[0].quantity)) }
    return table
  }
}

extension BenchTables.Row {
  fileprivate func fields(_ style: TextStyle, quantity: String) -> [String] {
    let verdict = passed ? style.good("right") : style.error("WRONG")
    let time = [
      Figures.time(median), low.map { Figures.times($0...high!) } ?? "-", Figures.number(residual), verdict,
    ]
    return [schedule, "\(ranks) x \(threads)", "\(trials.count)"] + time
      + [Figures.time(minimum), Figures.time(p99), Figures.time(maximum)]
      + [
        Figures.number(itemsPerSecond), gflops.map(Figures.number) ?? "",
        gigabytesPerSecond.map(Figures.number) ?? "", peakShare.map(Figures.percent) ?? "",
      ]
      + [
        speedUp.map { mark(Figures.fixed($0, 2), style) } ?? "", speedUpInterval,
        efficiency.map(Figures.percent) ?? "", serialFraction.map { Figures.fixed($0, 3) } ?? "",
      ]
      + [computing, communicating, waiting].map(Figures.percent)
      + [paysWords] + pipelineFields + [baseline?.words ?? ""]
  }

  private var pipelineFields: [String] {
    guard let pipeline else { return Array(repeating: "", count: 8) }
    let stages = ["start", "read", "combine", "correlate and write"]
    return stages.map { Figures.time(pipeline.seconds($0)) }
      + [
        pipeline.predicted.map { Figures.time($0) } ?? "",
        pipeline.predicted.map { Figures.fixed(median / $0, 2) } ?? "",
        ranks == 1 ? "" : Figures.number(Double(pipeline.bytesSent) / Double(max(1, pipeline.bytesRead))),
        pipeline.breakEvenStations.map { Figures.grouped($0) } ?? "",
      ]
  }

  private func mark(_ text: String, _ style: TextStyle) -> String {
    switch pays {
    case nil, "not decided": text
    case "never": style.attention(text)
    default: style.good(text)
    }
  }

  private var speedUpInterval: String {
    guard ranks * threads > 1, let speedUpLow, let speedUpHigh else { return "" }
    return "\(Figures.fixed(speedUpLow, 2)) - \(Figures.fixed(speedUpHigh, 2))"
  }

  /// "from 512 matrices".
  private var paysWords: String {
    guard let pays else { return "" }
    let size = breakEven.map { "\(Figures.number(Double($0))) \(breakEvenUnit ?? "")" }
    return switch pays {
    case "here": "yes"
    case "never": size.map { "not up to \($0)" } ?? "no"
    case "always", "from": "from \(size ?? "")"
    default: pays
    }
  }
}

extension Comparison {
  /// "x 0.93, faster (p = 0.002)".
  fileprivate var words: String {
    "x \(Figures.fixed(ratio, 3)), \(outcome.rawValue) (p = \(Figures.number(test.p)))"
  }
}
