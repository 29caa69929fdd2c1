import Ingestion

/// What a reader of the result should know of how the inputs are read.
extension Inputs {
  /// What there is to say about how the inputs are read.
  var notes: [String] {
    var notes: [String] = []
    var seen: Set<InputFile.Identity> = []
    for input in known {
      notes += (input.understanding?.notes ?? []).map { "\(input.path): \($0)" }
      if let feed = input.stream?.feed, feed.documentTimes > 0 {
        notes.append("\(input.path): stations have no times of their own: each document's time counts")
      }
      if let member = input.stream?.member {
        notes.append("\(input.path): reading \(Printable.name(member))")
      }
      if let layout = input.layout { notes += timeNotes(layout, input.path) }
      if !seen.insert(input.file.identity).inserted && !rules.deduplicates {
        notes.append("\(input.path): this file is given twice: its rows count twice")
      }
    }
    return notes + zoneNotes + cityNotes + repeatNotes
  }

  /// Throws `Failure` where a file is given twice, which is hardly what was meant: its rows would count twice.
  func requireDifferent() throws {
    guard !rules.deduplicates || known.contains(where: { $0.profiles != nil }) else { return }
    var seen: [InputFile.Identity: Input] = [:]
    for input in known {
      guard let first = seen.updateValue(input, forKey: input.file.identity) else { continue }
      throw Failure(
        .badData,
        "\(input.path) is given twice"
          + (first.path == input.path ? "" : ", also as \(first.path)") + ": its rows would count twice",
        advice: "name it once, or count it again with --again")
    }
  }

  /// Records that count several times: of one station and time, or of a copy of another input.
  private var repeatNotes: [String] {
    guard !rules.deduplicates else { return [] }
    var notes = known.compactMap { input -> String? in
      guard let understanding = input.understanding, understanding.repeatedRows > 1 else { return nil }
      let (count, all) = (understanding.repeatedRows, understanding.rowsLookedAt)
      let others = 2 * understanding.otherCounts > count
      return "\(input.path): \(count) of \(all) rows looked at repeat a station and time, and count again"
        + (others ? ", most with other counts: if they are of two networks, run each by itself" : "")
        + "; --deduplicate uses the first of each"
    }
    // Each costs some reads: not of thousands.
    guard known.count <= 100 else { return notes }
    let files = known.filter(\.file.isRegular)
    for (_, twins) in Dictionary(grouping: files, by: \.byteCount).sorted(by: { $0.key < $1.key })
    where twins.count > 1 {
      var seen: [String: Input] = [:]
      for input in twins {
        guard let sample = try? input.fingerprint().sample else { continue }
        if let twin = seen[sample], twin.file.identity != input.file.identity {
          notes.append(
            "\(input.path): a copy of \(twin.path), by its size and samples: its rows count twice")
        }
        if seen[sample] == nil { seen[sample] = input }
      }
    }
    return notes
  }

  /// Where `--timezone` changes nothing.
  private var zoneNotes: [String] {
    guard rules.zone != nil, !known.isEmpty else { return mixtureNotes }
    if !rules.needsTime, known.allSatisfy({ $0.layout?.hour != nil }) {
      return [
        "--timezone has no effect: the hour is taken from a column of hours; --time reads the time instead"
      ]
    }
    guard known.allSatisfy({ $0.understanding?.hasNaiveTimes == true }) else { return [] }
    return ["--timezone has no effect: times without an offset count as they are written"]
  }

  /// Where times with an offset stand beside others.
  private var mixtureNotes: [String] {
    known.compactMap { input in
      input.understanding?.mixedTimes.map { times in
        "\(input.path): times like '\(times.zoned)' have an offset, others, '\(times.naive)', have none: all count as "
          + "they are written; --timezone gives the zone of those without, to which the others are brought"
      }
    }
  }

  /// Options of reading that change nothing, as all inputs are profiles.
  func idleOptions(_ input: InputSettings) -> [String] {
    guard !known.isEmpty, known.allSatisfy({ $0.layout == nil }) else { return [] }
    var given = ResumeKey(input, rules, []).options
    // Days that are kept can be chosen from.
    for option in ["--bins", "--since", "--until"] { given[option] = nil }
    let names = given.filter { !$0.value.isEmpty }.keys.sorted()
    guard let last = names.last else { return [] }
    let rest = names.dropLast()
    let list = rest.isEmpty ? "\(last) has" : "\(rest.joined(separator: ", ")) and \(last) have"
    return ["\(list) no effect: all inputs are profiles, whose rows were read before"]
  }

  /// Inputs of two cities that share a station's number.
  private var cityNotes: [String] {
    var first: [String: Input] = [:]
    for input in known {
      guard let understanding = input.understanding, let city = understanding.network else { continue }
      for (other, before) in first.sorted(by: { $0.key < $1.key }) where other != city {
        let shared = understanding.someStations.intersection(before.understanding!.someStations)
        guard let station = shared.min() else { continue }
        return [
          "station \(Printable.name(station)) is in '\(Printable.name(other))' (\(before.path)) and in "
            + "'\(Printable.name(city))' (\(input.path)): they are read as one; run each city by itself"
        ]
      }
      if first[city] == nil { first[city] = input }
    }
    return []
  }

  private func timeNotes(_ layout: RecordLayout, _ path: String) -> [String] {
    guard let time = layout.time, layout.hour == nil || rules.needsTime, !layout.otherTimes.isEmpty else {
      return []
    }
    return [
      "\(path): time from '\(Printable.name(layout.header[time]))'; there is also "
        + layout.otherTimes.map { "'\(Printable.name($0))'" }.joined(separator: ", ") + " (--time)"
    ]
  }
}
