import SystemPackage

extension Errno {
  /// "no such file or directory"
  var words: String {
    let words = description
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
