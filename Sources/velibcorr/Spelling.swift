/// Words that were mistyped.
enum Spelling {
  /// The first of `names` that a word may have been meant for: one of its first letters alone, or one that differs by a
  /// letter or two, left out, put in, exchanged or turned round (Damerau and Levenshtein's distance; adjacent letters
  /// only). Nil where none is near.
  static func meant(by word: String, of names: [String]) -> String? {
    let word = word.lowercased()
    let near = names.map { ($0, distance(Array(word.utf8), Array($0.utf8))) }
      .filter { $1 <= max(1, $0.utf8.count / 3) }
    return near.min { $0.1 < $1.1 }?.0 ?? (word.count > 2 ? names.first { $0.hasPrefix(word) } : nil)
  }

  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        row.append(cost)
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
