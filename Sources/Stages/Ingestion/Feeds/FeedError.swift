/// Why JSON is no feed that can be read.
package struct FeedError: Error, Equatable {
  /// Places are bytes of the source as unpacked, from 0.
  package enum Kind: Equatable, Sendable {
    /// No document has a record of a station. The keys that were found.
    case unknown(keys: [String])
    /// Records of stations lack this, all of them.
    case missing(ColumnRole, keys: [String])
    /// The key for bikes leaves out those of another, by their values.
    case leftOut(bikes: String, more: String)
    /// The document that begins here is no JSON; why, in simdjson's words.
    case malformed(at: Int, String)
    /// The document that begins here does not end before the feed does.
    case cut(at: Int, end: Int)
    /// The document that begins here is longer than `limit` bytes, the most that is kept of one.
    case tooLong(at: Int, limit: Int)
  }

  /// The fault, on which `words` and `advice` depend.
  package let kind: Kind
  /// The file, where an input holds several.
  package let source: String?

  /// Describes the fault, for a message.
  package var words: String {
    let place = source.map { "\($0): " } ?? ""
    switch kind {
    case .unknown(let keys):
      return "\(place)JSON without a record of a station that is known; its keys: \(Self.list(keys))"
    case .missing(let role, let keys):
      return "\(place)JSON without a key for \(role.title); its keys: \(Self.list(keys))"
    case .leftOut(let bikes, let more): return "\(place)'\(bikes)' leaves out those in '\(more)'"
    case .malformed(let place2, let why):
      return "\(place)the JSON document at byte \(place2) is damaged: \(why)"
    case .cut(let start, let end):
      return "\(place)ends at byte \(end) in the middle of the JSON document that begins at byte \(start)"
    case .tooLong(let start, let limit):
      return "\(place)the JSON document at byte \(start) does not end within \(limit >> 20) MiB"
    }
  }

  /// Advises what to do next with the input at `path`.
  package func advice(_ path: String) -> String {
    switch kind {
    case .unknown(let keys):
      Self.plain(keys, Cure(source ?? path))
        ?? "name the keys that hold them with --station, --free-docks, --bikes and --time, if it is a log at all"
    case .missing(let role, let keys): Self.plain(keys, Cure(source ?? path)) ?? Self.naming(role, keys)
    case .leftOut(let bikes, let more):
      "add them to it first, in each file:\n  "
        + Cure(source ?? path).filter(
          "jq -c 'walk(if type == \"object\" and (.\"\(bikes)\" | type) == \"number\" and "
            + "(.\"\(more)\" | type) == \"number\" then .\"\(bikes)\" += .\"\(more)\" else . end)'",
          to: "-added.json")
    case .malformed: "mend or remove that document: all before it were well formed"
    case .cut(let start, _):
      "fetch or copy it again"
        + (start == 0
          ? ""
          : ", or keep what is before it:\n  "
            + Cure(source ?? path).filter("head -c \(start)", to: "-whole.json"))
    case .tooLong:
      "write the records of its list as lines, for instance:\n"
        + "  "
        + Cure(source ?? path).filter(
          "jq -cn --stream 'fromstream(1|truncate_stream(inputs))'", to: "-lines.jsonl")
    }
  }

  /// Of values that programs have wrapped, and of tables that pandas wrote by columns: the command that makes records.
  private static func plain(_ keys: [String], _ cure: Cure) -> String? {
    if keys.contains(where: { $0.contains(".$date") || $0.contains(".$number") }) {
      return "take the values out of what MongoDB puts around them:\n  "
        + cure.filter(
          "jq -c 'walk(if type == \"object\" and length == 1 and (keys[0] | startswith(\"$\")) then .[] else . end)'",
          to: "-plain.json")
    }
    let isSplit = Set(keys) == ["columns[]", "index[]", "data[][]"]
    let areColumns =
      keys.count > 2
      && (keys.allSatisfy { $0.hasSuffix("[]") && !$0.dropLast(2).contains { "[.".contains($0) } }
        || keys.allSatisfy { $0.wholeMatch(of: /[^.\[]+\.[0-9]+/) != nil })
    guard isSplit || areColumns else { return nil }
    return "it is a table by columns; write it as rows:\n  "
      + cure.python(
        "pandas.read_json(sys.argv[1], orient='\(isSplit ? "split" : "columns")', dtype=False)"
          + ".to_csv(sys.argv[2], index=False)", to: "-rows.csv")
  }

  /// Where a key may hold what is missing, the option that says so.
  private static func naming(_ role: ColumnRole, _ keys: [String]) -> String {
    let names = keys.compactMap { $0.split(separator: ".").last.map(String.init) }
    func first(_ known: some Collection<String>) -> String? {
      names.first { known.contains(ColumnNames.normalised($0)) }?.shellQuoted
    }
    if role == .freeDocks, let docks = first(ColumnRole.vagueFreeDockNames) {
      return "where '\(docks)' are the free ones, add --free-docks \(docks); where they are all there are, "
        + "--capacity \(docks)"
    }
    if role == .freeDocks, let all = first(NameList.capacities) {
      return "name the key with --free-docks KEY, or add --capacity \(all) "
        + "(free docks are all docks less the bikes)"
    }
    return "name the key with --\(role.rawValue) KEY"
  }

  private static func list(_ keys: [String]) -> String {
    keys.isEmpty ? "none" : keys.joined(separator: ", ")
  }
}
