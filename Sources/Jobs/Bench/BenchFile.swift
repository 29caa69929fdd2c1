import Benchmarks

/// An output of benchmarks.
package struct BenchFile: Sendable {
  /// The forms that tables are written in.
  package enum Kind: String, Sendable { case csv, json, markdown, plot, text }

  /// The form of the file.
  package let kind: Kind
  /// `-` is standard output.
  package let path: String

  /// An output as it was asked for.
  package init(kind: Kind, path: String) {
    self.kind = kind
    self.path = path
  }

  var named: OutputPaths.Named { (path, kind == .text ? "--csv FILE" : "--\(kind.rawValue) FILE") }
}

extension BenchFile {
  func bytes(of tables: BenchTables) throws -> [UInt8] {
    switch kind {
    case .csv: Array(tables.csv.utf8)
    case .json: try tables.json()
    case .markdown: Array(tables.markdown.utf8)
    case .plot: try tables.picture.draw(PlotOutput(path: path).kind)
    case .text: Array(tables.text().utf8)
    }
  }
}
