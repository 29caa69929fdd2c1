import Text

/// A table for people: with aligned columns, or in Markdown.
struct TextTable {
  struct Column {
    /// May have two lines.
    let title: String
    var isLeft = false
    /// Columns of one group stay together where they can; those of group 0 begin every block.
    var group = 0
    /// Left out where there is no room for its group beside those before it.
    var isOptional = false
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

  // MARK: - Text

  /// In blocks that have room in so many columns of a terminal, the columns of group 0 first in each. Two spaces between
  /// columns; no space at a line's end.
  func text(columns room: Int) -> String { blocks(room).map(text).joined(separator: "\n") }

  private static let gap = 2

  /// Which columns stand in which block.
  private func blocks(_ room: Int) -> [[Int]] {
    let keys = used.filter { columns[$0].group == 0 }
    func width(_ some: [Int]) -> Int { some.reduce(0) { $0 + self.width($1) + Self.gap } - Self.gap }
    var blocks: [[Int]] = []
    func place(_ some: [Int]) {
      if let last = blocks.last, width(last + some) <= room {
        blocks[blocks.count - 1] += some
      } else if some.count == 1 || width(keys + some) <= room {
        blocks.append(keys + some)
      } else {
        for column in some { place([column]) }
      }
    }
    for group in Set(columns.map(\.group)).sorted() where group > 0 {
      let members = used.filter { columns[$0].group == group }
      guard let first = members.first else { continue }
      if columns[first].isOptional, width((blocks.last ?? keys) + members) > room { continue }
      place(members)
    }
    return blocks
  }

  private func width(_ column: Int) -> Int {
    let titles = columns[column].title.split(separator: "\n").map { TextLines.width(of: $0) }
    return (titles + rows.map { TextLines.width(of: $0[column]) }).max()!
  }

  private func text(_ block: [Int]) -> String {
    let titles = block.map { columns[$0].title.split(separator: "\n").map(String.init) }
    let height = titles.map(\.count).max()!
    // One-line titles stand just above their figures.
    let head = (0..<height).map { line in
      titles.map { $0.count + line < height ? "" : $0[line + $0.count - height] }
    }
    return (head + rows.map { row in block.map { row[$0] } }).map { line in
      let fields = zip(block, line).map { column, field in
        let padding = String(repeating: " ", count: width(column) - TextLines.width(of: field))
        return columns[column].isLeft ? field + padding : padding + field
      }
      let text = fields.joined(separator: String(repeating: " ", count: Self.gap))
      return String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  // MARK: - Markdown

  var markdown: String {
    let used = used
    func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |\n" }
    return line(used.map { columns[$0].title.replacing("\n", with: " ") })
      + line(used.map { columns[$0].isLeft ? "---" : "---:" })
      + rows.map { row in line(used.map { row[$0].replacing("|", with: "\\|") }) }.joined()
  }
}
