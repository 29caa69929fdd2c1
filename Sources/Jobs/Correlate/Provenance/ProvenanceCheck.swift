import Availability
import Ingestion
import Text

/// Whether what a run adds up belongs together.
struct ProvenanceCheck {
  private let sources: RecordedSources
  private let accounts: InputAccounts
  private let rules: RowRules

  init(_ sources: RecordedSources, _ accounts: InputAccounts, _ rules: RowRules) {
    (self.sources, self.accounts, self.rules) = (sources, accounts, rules)
  }

  /// Throws `Failure` where a source is in two inputs. Profiles that hold one twice were made so on purpose.
  func requireNew() throws {
    var seen: [String: RecordedSources.Entry] = [:]
    for entry in sources.entries {
      for source in entry.sources where !source.sha256.isEmpty {
        guard let first = seen.updateValue(entry, forKey: source.sha256), first.input != entry.input else {
          continue
        }
        let file =
          "'\(Printable.name(source.name))' (\(Figures.size(source.bytes)), SHA-256 \(source.sha256.prefix(12))...)"
        let places =
          entry.provenance == nil ? "in \(first.path) already" : "in \(first.path) and in \(entry.path)"
        throw Failure(
          .badData, "\(file) is \(places): its records would count twice",
          advice: "leave one of them out, or count it again with --again")
      }
    }
  }

  /// Throws `Failure` for a log that adds nothing to profiles.
  func requireRecords() throws {
    for entry in sources.logs {
      let counts = accounts[entry.input].counts
      guard counts.used == 0 else { continue }
      guard counts.read > 0 else {
        throw Failure(
          .badData, "\(entry.path): no rows after the header", advice: "is the input cut off? it adds nothing"
        )
      }
      let reasons = LeftOut.allCases.filter { counts[$0] > 0 }.map {
        "\(Figures.grouped(counts[$0])) \($0.title)"
      }
      throw Failure(
        .badData,
        "\(entry.path): none of its \(Figures.grouped(counts.read)) rows is a usable record: "
          + reasons.joined(separator: ", "),
        advice: "it adds nothing to the profiles: leave it out, or read it as the others were read")
    }
  }

  /// Throws `Failure` where the hours of one input are not those of another, or repeated records count otherwise.
  func requireOneClock() throws {
    guard let first = sources.entries.first(where: { $0.provenance != nil }) else { return }
    let clocks = Set(first.sources.compactMap(\.clockWords))
    let isDeduplicated = first.sources.contains(where: \.deduplicated)
    for entry in sources.entries where entry.provenance != nil || !entry.isProfiles {
      for source in entry.sources {
        if let words = source.clockWords, !clocks.isEmpty, !clocks.contains(words) {
          throw Failure(
            .badData,
            "\(entry.path) has \(words), \(first.path) has \(clocks.sorted().joined(separator: " and "))",
            advice: clockAdvice(first.sources, entry))
        }
        if source.deduplicated != isDeduplicated {
          func made(_ flag: Bool) -> String { flag ? "with --deduplicate" : "without --deduplicate" }
          throw Failure(
            .badData,
            "\(entry.path) is read \(made(source.deduplicated)), \(first.path) was made \(made(isDeduplicated))",
            advice: entry.isProfiles
              ? "make one of them again from its logs"
              : isDeduplicated ? "give --deduplicate" : "leave --deduplicate out, or make the profiles again")
        }
      }
    }
    if rules.deduplicates && !isDeduplicated {
      throw Failure(
        .badData, "\(first.path) was made without --deduplicate, and holds no records to compare",
        advice: "leave --deduplicate out, or make the profiles again with it")
    }
  }

  /// Throws `Failure` where the sums of one input are of some days of the week, and those of another of others.
  func requireSameDays() throws {
    let entries = sources.entries.filter { $0.provenance != nil || !$0.isProfiles }
    guard let first = entries.first(where: { $0.isProfiles && !$0.sources.isEmpty }) else { return }
    func words(_ days: String?) -> String { days.map { "days \($0)" } ?? "all days" }
    let days = daysCounted(first.sources[0], first)
    for entry in entries {
      for source in entry.sources {
        let other = daysCounted(source, entry)
        guard other != days else { continue }
        throw Failure(
          .badData, "\(entry.path) has records of \(words(other)), \(first.path) of \(words(days))",
          advice: entry.isProfiles || days == nil
            ? "make one of them again from its logs, as the other was made"
            : "make profiles of it with --days \(days!), and add those")
      }
    }
  }

  /// Of profiles that keep days, those that are chosen now.
  private func daysCounted(_ source: Source, _ entry: RecordedSources.Entry) -> String? {
    source.days ?? (entry.provenance?.head?.bins == BinKind.series.rawValue ? rules.days?.names : nil)
  }

  private func clockAdvice(_ wanted: [Source], _ entry: RecordedSources.Entry) -> String {
    guard !entry.isProfiles else { return "make one of them again from its logs, as the other was made" }
    let zones = Set(wanted.compactMap(\.timezone)).sorted()
    if wanted.contains(where: { $0.clock == .hour }) { return "name the same column of hours with --hour" }
    if let zone = zones.first { return "give --timezone \(zone), if its times are of it" }
    if rules.zone != nil { return "leave --timezone out, or make the profiles again with it" }
    return "name the column of times with --time, or make the profiles again from all logs"
  }

  /// Throws `Failure` where a part of profiles would be written: which of its sources it is of, nobody knows.
  func requireWholes() throws {
    guard let part = sources.entries.first(where: \.isPart) else { return }
    throw Failure(
      .usage, "--profiles would write a part of \(part.path), without knowing of which of its sources",
      advice:
        "leave --since, --until and --days out: what is written keeps all days, and the next run can choose")
  }

  /// What there is to say, and no reason to refuse it.
  var notes: [String] {
    [overlapNote, columnNote].compactMap(\.self)
      + sources.profiles.filter { $0.provenance == nil }.map {
        "\($0.path): profiles of version 1, which do not remember sources, times, names and closed stations: what is added cannot be held against them"
      }
  }

  /// Sources of different inputs whose times overlap.
  private var overlapNote: String? {
    let spans = sources.entries.flatMap { entry in
      entry.sources.compactMap { source in
        source.first.flatMap { first in source.last.map { (entry.input, source.name, first, $0) } }
      }
    }.sorted { ($0.2, $0.1) < ($1.2, $1.1) }
    var count = 0
    var example: String?
    var latest = spans.first
    for next in spans.dropFirst() {
      if let before = latest, next.2 <= before.3, next.0 != before.0 {
        count += 1
        let end = min(before.3, next.3)
        example =
          example
          ?? "the records of '\(Printable.name(before.1))' and '\(Printable.name(next.1))' overlap in time, \(next.2) to \(end)"
      }
      if next.3 > latest?.3 ?? "" { latest = next }
    }
    return example.map { $0 + (count > 1 ? ", and so do \(count - 1) more" : "") + ": all of them count" }
  }

  /// Times from other columns.
  private var columnNote: String? {
    guard let first = sources.entries.first(where: { $0.provenance != nil }),
      let column = first.sources.lazy.compactMap(\.time).first
    else { return nil }
    for entry in sources.entries {
      if let other = entry.sources.lazy.compactMap(\.time).first(where: { $0 != column }) {
        return
          "\(entry.path): times are from '\(Printable.name(other))', those of \(first.path) from '\(Printable.name(column))'"
      }
    }
    return nil
  }
}

extension Source {
  /// How its times became hours, in words that are the same for what may be added; nil where nobody knows.
  fileprivate var clockWords: String? {
    switch clock {
    case nil: nil
    case .hour: "hours from a column"
    case .local: "local times as they are written"
    case .offset: timezone.map { "times in \($0)" } ?? "times with offsets, as they are written"
    case .epoch: timezone.map { "times in \($0)" } ?? "seconds since 1970, in UTC"
    }
  }
}
