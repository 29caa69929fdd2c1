import Ingestion

/// The command that was typed, to be printed again with other options.
struct TypedCommand {
  private let arguments: [String]
  /// Nobody reads a command of more words.
  private static let mostArguments = 16

  init(_ arguments: [String] = ownArguments) { self.arguments = arguments }

  /// The same command with these options, each name before its value, in place of those of the same name; nil where it
  /// is too long to print.
  func with(_ options: [String]) -> String? {
    guard arguments.count <= Self.mostArguments else { return nil }
    let names = Set(stride(from: 0, to: options.count, by: 2).map { options[$0] })
    var kept: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if names.contains(argument) {
        _ = rest.popFirst()
      } else if !names.contains(where: { argument.hasPrefix($0 + "=") }) {
        kept.append(argument)
      }
    }
    // After `--` there are only files.
    let end = kept.firstIndex(of: "--") ?? kept.endIndex
    let words = kept[..<end].map(\.shellQuoted) + Self.words(options) + kept[end...].map(\.shellQuoted)
    return (["velibcorr"] + words).joined(separator: " ")
  }

  /// The same command without this input, and without the name of the matrix, which is then that of the other input; nil
  /// where it is too long to print.
  func without(_ input: String) -> String? {
    var kept: [String] = []
    var rest = arguments.filter { $0 != input && !$0.hasPrefix("--output=") }[...]
    while let argument = rest.popFirst() {
      if ["-o", "--output"].contains(argument) { _ = rest.popFirst() } else { kept.append(argument) }
    }
    return arguments.count > Self.mostArguments
      ? nil : (["velibcorr"] + kept.map(\.shellQuoted)).joined(separator: " ")
  }

  /// Options as they are typed.
  static func words(_ options: [String]) -> [String] { options.map(\.shellQuoted) }
}
