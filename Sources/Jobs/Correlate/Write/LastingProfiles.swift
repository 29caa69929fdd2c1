import Rendering

/// Profiles grow from night to night: what is lost of them cannot be made again from the log of a night.
extension OutputFile {
  /// Has profiles last, and the `outputs` of their run: no crash of the system takes one back that has its name, and no
  /// other run writes the same profiles meanwhile. Returns what is to be said of that. Throws `OutputError`.
  func makeProfilesLast(with outputs: [OutputFile]) throws -> [String] {
    for output in outputs { output.makeDurable() }
    guard try !excludeOthers() else { return [] }
    return ["\(path) cannot be locked: see that no other run writes it meanwhile"]
  }
}
