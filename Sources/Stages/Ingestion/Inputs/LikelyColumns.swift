/// What is likely meant where a column is missing.
extension ColumnFinder {
  /// A name of the header that differs in little from one given.
  func similar(to wanted: String) -> String? {
    let name = ColumnNames.normalised(wanted)
    let found = header.map { (name: $0, distance: Self.distance(ColumnNames.normalised($0), name)) }
      .min { $0.distance < $1.distance }
    guard let found, !found.name.isEmpty, found.distance <= max(1, name.count / 3) else { return nil }
    return found.name
  }

  /// Letters to change, add or leave out (Levenshtein).
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var before = row[0]
      row[0] = i + 1
      for j in b.indices {
        let changed = before + (letter == b[j] ? 0 : 1)
        before = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, before + 1)
      }
    }
    return row[b.count]
  }

  /// Columns of counts whose names speak for the role; several parts of a whole are joined by `+`.
  func likelyCounts(_ role: ColumnRole, apartFrom other: [Int]?) -> String? {
    let against: [String] =
      role == .bikes
      ? ["dock", "slot", "stand", "disabled", "id", "capacity"]
      : ["bike", "velo", "disabled", "id", "capacity"]
    let fitting = header.indices.filter { column in
      let name = ColumnNames.normalised(header[column])
      guard !(other ?? []).contains(column), sample.isCounts(column) == true else { return false }
      return role.hints.contains { name.contains($0) } && !against.contains { name.contains($0) }
    }
    return fitting.isEmpty ? nil : fitting.map { header[$0] }.joined(separator: "+")
  }

  func likelyStation(apartFrom taken: Set<Int>) -> String? {
    header.indices.first { column in
      let name = ColumnNames.normalised(header[column])
      return !taken.contains(column) && ColumnRole.station.hints.contains { name.contains($0) }
    }.map { header[$0] }
  }

  func likelyTime() -> String? {
    if let times = header.indices.first(where: { sample.isTimes($0) == true }) { return header[times] }
    let named = header.indices.first { column in
      let name = ColumnNames.normalised(header[column])
      return ColumnRole.time.hints.contains { name.contains($0) }
    }
    return named.map { header[$0] }
  }

  /// The error for all that is missing, with the options of the next command.
  func error(_ missing: [LayoutError.Missing], _ found: Found) -> LayoutError {
    var options: [String] = []
    for (role, name) in choice.names.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where !missing.contains(where: { $0.role == role }) {
      options += ["--\(role.rawValue)", name]
    }
    for missed in missing {
      let capacity = candidates(ColumnNames.capacities).first { sample.isCounts($0) != false }
      if missed.role == .freeDocks && missed.wanted == nil && missed.likely == nil, let capacity {
        options += ["--capacity", header[capacity]]
      } else {
        options += ["--\(missed.role.rawValue)", missed.likely ?? ""]
      }
    }
    return LayoutError(missing: missing, columns: header, options: options)
  }
}
