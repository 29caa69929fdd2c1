/// A table for people: with aligned columns, or in Markdown.
struct TextTable {
  struct Column {
    let title: String
    var isLeft = false
  }

  let columns: [Column]
  private var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  mutating func add(_ row: [String]) {
    precondition(row.count == columns.count)
    rows.append(row)
  }

  /// Columns that are empty in every row say nothing.
  private var used: [Int] { columns.indices.filter { i in rows.contains { !$0[i].isEmpty } } }

  /// Two spaces between columns; no space at a line's end.
  var text: String {
    let lines = [columns.map(\.title)] + rows
    let widths = columns.indices.map { i in lines.map(\.[i].count).max()! }
    return lines.map { line in
      let fields = used.map { i in
        let padding = String(repeating: " ", count: widths[i] - line[i].count)
        return columns[i].isLeft ? line[i] + padding : padding + line[i]
      }
      let text = fields.joined(separator: "  ")
      return String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  var markdown: String {
    let used = used
    func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |\n" }
    return line(used.map { columns[$0].title })
      + line(used.map { columns[$0].isLeft ? "---" : "---:" })
      + rows.map { row in line(used.map { row[$0].replacing("|", with: "\\|") }) }.joined()
  }
}
