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
    case .unknown:
      "name the keys that hold them with --station, --free-docks, --bikes and --time, if it is a log at all"
    case .missing(let role, let keys): Self.naming(role, keys)
    case .leftOut(let bikes, let more):
      "add them to it first, in each file:\n  "
        + Cure(source ?? path).filter(
          "jq -c 'walk(if type == \"object\" and (.\"\(bikes)\" | type) == \"number\" and "
            + "(.\"\(more)\" | type) == \"number\" then .\"\(bikes)\" += .\"\(more)\" else . end)'",
          to: "-added.json")
    case .malformed: "mend or remove that document: all before it were well formed"
    case .cut: "fetch or copy it again, or remove the document that is cut"
    case .tooLong:
      "write the records of its list as lines, for instance:\n"
        + "  "
        + Cure(source ?? path).filter(
          "jq -cn --stream 'fromstream(1|truncate_stream(inputs))'", to: "-lines.jsonl")
    }
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
