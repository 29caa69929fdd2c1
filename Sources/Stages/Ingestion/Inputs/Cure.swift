import Glibc
import Text

/// Commands for the user's shell that make something readable of an input. They write to a file of a new name only.
package struct Cure {
  private let path: String

  /// Of the input at `path`, as messages name it.
  package init(_ path: String) { self.path = path }

  private var isFile: Bool { path != "standard input" }

  /// Advice where there is no file that a command could read.
  private static let saveFirst =
    "save it as a file first, and run velibcorr on that: the command to type is printed then"

  /// A filter that takes quotes off lines that stand in them as a whole.
  package static let unquotingLines = #"sed 's/^"//; s/"\r*$//; s/""/"/g'"#

  /// The input through a filter to a new file. A filter that reads standard input only ends with `<`.
  package func filter(_ command: String, to ending: String) -> String {
    guard isFile else { return Self.saveFirst }
    let packed = ["gz": "gzip", "zst": "zstd", "xz": "xz", "bz2": "bzip2"]
    if let unpack = packed.first(where: { path.hasSuffix(".\($0.key)") })?.value {
      let filter = command.hasSuffix(" <") ? String(command.dropLast(2)) : command
      return "\(unpack) -dc \(path.shellPath) | \(filter) > \(output(ending))"
    }
    guard ![".zip", ".tar", ".tgz"].contains(where: path.hasSuffix) else {
      return "unpack it, and run velibcorr on the log: the command to type is printed then"
    }
    return "\(command) \(path.shellPath) > \(output(ending))"
  }

  /// A change of one field of all rows below line `headerLine`, by awk: `value` makes the field's new value of it. Not
  /// where fields stand in quotes, which awk does not understand.
  func change(
    _ column: Int, _ layout: RecordLayout, headerLine: Int, to ending: String, _ value: (String) -> String
  ) -> String {
    let field = "$\(column + 1)"
    let script = "NR>\(headerLine){\(field)=\(value(field))} 1"
    return filter("awk \(Self.fields(layout.delimiter)) '\(script)'", to: ending)
  }

  /// Awk's options for fields of this delimiter, of which a blank alone would stand for any number of them.
  static func fields(_ delimiter: UInt8) -> String {
    let written = Self.written(delimiter)
    return "-F'\(written == " " ? "[ ]" : written)' -v OFS='\(written)'"
  }

  /// A delimiter as awk, sed, printf and Python write it, without control characters.
  static func written(_ delimiter: UInt8) -> String {
    delimiter == UInt8(ascii: "\t") ? "\\t" : String(decoding: [delimiter], as: UTF8.self)
  }

  /// Python's statement, which finds the names of the input and of a new file in `sys.argv`.
  func python(_ statement: String, to ending: String) -> String {
    guard isFile else { return Self.saveFirst }
    return "python3 -c \"import pandas, sys; \(statement)\" \(path.shellPath) \(output(ending))"
  }

  /// DuckDB's copy of the input as CSV.
  func duckdb(to ending: String) -> String {
    guard isFile else { return Self.saveFirst }
    func literal(_ name: String) -> String { "'" + name.replacing("'", with: "''") + "'" }
    let (input, output) = (literal(path), literal(newName(ending)))
    let isPlain = path.shellQuoted == path
    let query = "COPY (FROM \(input)) TO \(output) (HEADER)"
    return "duckdb -c \(isPlain ? "\"\(query)\"" : query.shellQuoted)"
  }

  /// The command's own words with the names of the input and of a new file.
  func command(_ words: (_ input: String, _ output: String) -> String, to ending: String) -> String {
    isFile ? words(path.shellPath, output(ending)) : Self.saveFirst
  }

  private func output(_ ending: String) -> String { newName(ending).shellPath }

  /// `2024.05.csv` -> `2024.05-utf8.csv` in the current folder, or `2024.05-utf8-2.csv` where there is such a file.
  private func newName(_ ending: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    var stem = file[...]
    let packed = [".gz", ".zst", ".xz", ".bz2"].first(where: stem.hasSuffix)
    if let packed { stem = stem.dropLast(packed.count) }
    if let point = stem.lastIndex(of: "."), point > stem.startIndex { stem = stem[..<point] }
    let (base, type) = (ending.split(separator: ".")[0], ending.split(separator: ".")[1])
    var name = "\(stem)\(base).\(type)"
    var number = 2
    while unsafe access(name.systemName, F_OK) == 0 {
      name = "\(stem)\(base)-\(number).\(type)"
      number += 1
    }
    return name
  }
}

extension String {
  /// As one word of a shell's command.
  package var shellQuoted: String {
    guard unicodeScalars.allSatisfy({ Self.systemByte($0) == nil }) else { return codeQuoted }
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+=:,@%".contains($0)) }
    return plain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }

  /// The same of bytes that are no UTF-8, by their codes (`$'...'`, POSIX 2024).
  private var codeQuoted: String {
    let words = unicodeScalars.map { scalar in
      if let byte = Self.systemByte(scalar) { return "\\x" + Self(byte, radix: 16, uppercase: true) }
      return scalar == "'" || scalar == "\\" ? "\\\(scalar)" : "\(scalar)"
    }
    return "$'\(words.joined())'"
  }

  /// The same for the name of a file, which no command takes for an option.
  package var shellPath: String { (hasPrefix("-") ? "./" + self : self).shellQuoted }
}
