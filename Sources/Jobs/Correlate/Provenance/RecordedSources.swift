import Availability
import Distribution
import Ingestion
import Text

/// The sources of a run's sums: its logs, and those that profiles among its inputs remember.
struct RecordedSources {
  /// An input and the sources that its sums come from.
  struct Entry: Codable {
    let input: Int
    let path: String
    /// Nil of a log.
    let provenance: Provenance?
    /// Of a log, itself; of profiles of version 1, these as one.
    var sources: [Source]
    /// Of profiles: was a part left out, by its time?
    let isPart: Bool
    /// Can it be read again?
    let isRegular: Bool

    var isProfiles: Bool { provenance != nil || sources.contains { $0.clock == nil } }
  }

  /// In the order of the inputs, without lists of stations. Known to all ranks.
  private(set) var entries: [Entry]

  /// Collective. Throws what coding throws.
  init(_ inputs: Inputs, _ accounts: InputAccounts, on job: Job) throws {
    let communicator = job.communicator
    // What a profile file remembers, the rank knows that has read it.
    let mine = inputs.files.enumerated().compactMap { number, file in
      file?.profiles?.findings.map { Found(input: number, $0) }
    }
    let found = try (communicator.size == 1 ? [mine] : communicator.gather(mine)).joined()
    let remembered = Dictionary(found.map { ($0.input, $0) }) { first, _ in first }
    let made =
      communicator.isRoot
      ? inputs.files.indices.compactMap { number in
        Entry(number, inputs, accounts[number], remembered[number])
      } : []
    // Rank 0 has all inputs open, and speaks for all.
    entries = communicator.size == 1 ? made : try communicator.gather(made)[0]
  }

  /// Logs have the digests that are known.
  mutating func take(_ digests: InputDigests) {
    for i in entries.indices where entries[i].provenance == nil {
      guard let digest = digests[entries[i].input] else { continue }
      (entries[i].sources[0].bytes, entries[i].sources[0].sha256) = (digest.byteCount, digest.sha256)
    }
  }

  fileprivate struct Found: Codable {
    let input: Int
    let provenance: Provenance?
    let isPart: Bool

    init(input: Int, _ findings: ProfileFindings) {
      (self.input, provenance, isPart) = (input, findings.provenance, findings.isPart)
    }
  }

  /// All sources, in the order of the provenance.
  var sources: [Source] { entries.flatMap(\.sources).sorted() }

  var profiles: [Entry] { entries.filter(\.isProfiles) }
  var logs: [Entry] { entries.filter { !$0.isProfiles } }

  /// What is written beside the sums.
  func provenance(_ network: MergedNetwork) -> Provenance {
    let span = network.span
    return Provenance(
      head: .init(
        velibcorr: programVersion, bins: network.keptBins.kind,
        first: span.isEmpty ? nil : LocalTime(ordinal: span.first).iso8601,
        last: span.isEmpty ? nil : LocalTime(ordinal: span.last).iso8601,
        records: UInt64(network.counts.used + network.counts.added)
      ),
      sources: sources)
  }
}

extension RecordedSources {
  /// Takes away the sources of others. Throws `Failure` where one is not here, or was read otherwise, if `comparesCounts`.
  mutating func remove(_ others: RecordedSources, comparesCounts: Bool) throws {
    // Nobody knows the sources of profiles of version 1.
    let isKnown = entries.allSatisfy { $0.provenance != nil || !$0.isProfiles }
    for entry in others.entries {
      for source in entry.sources {
        guard let place = place(of: source) else {
          if !isKnown { continue }
          throw Failure(
            .badData,
            "'\(Printable.name(source.name))' is not among the sources of the sums: nothing of it can be taken away",
            advice: "a file that was changed since has another SHA-256: give it as it was when it was added")
        }
        let found = entries[place.entry].sources[place.source]
        guard found.used == source.used || !comparesCounts else {
          throw Failure(
            .badData,
            "'\(Printable.name(source.name))': \(Figures.grouped(found.used)) of its records were added, "
              + "\(Figures.grouped(source.used)) would be taken away",
            advice: "give the same options as when it was added")
        }
        entries[place.entry].sources.remove(at: place.source)
      }
    }
  }

  private func place(of source: Source) -> (entry: Int, source: Int)? {
    for (i, entry) in entries.enumerated() {
      if let found = entry.sources.firstIndex(where: { $0.sha256 == source.sha256 && !$0.sha256.isEmpty }) {
        return (i, found)
      }
    }
    return nil
  }

  /// From the first to the last time of all sources; nil where one does not tell.
  var span: TimeSpan? {
    guard entries.allSatisfy({ $0.provenance != nil || !$0.isProfiles }) else { return nil }
    return sources.reduce(into: TimeSpan()) { $0 += TimeSpan($1) }
  }
}

extension RecordedSources.Entry {
  /// Nil of an input that has no rows but a list of stations.
  fileprivate init?(
    _ number: Int, _ inputs: Inputs, _ account: InputAccount, _ found: RecordedSources.Found?
  ) {
    guard let input = inputs.files[number] else { return nil }
    (self.input, path) = (number, input.path)
    provenance = found?.provenance
    isPart = found?.isPart ?? false
    isRegular = input.file.isRegular
    if let provenance {
      sources = provenance.sources
      return
    }
    var source = Source(
      name: inputs.paths[number] == "-" ? "standard input" : input.path.lastPathComponent,
      bytes: input.byteCount, sha256: "", used: account.counts.used + account.counts.added)
    guard let understanding = input.understanding else {
      sources = [source]
      return
    }
    if input.stream?.feed?.records == 0 && account.counts.read == 0 { return nil }
    source.read = account.counts.read
    for reason in LeftOut.allCases where account.counts[reason] != 0 {
      source.leftOut[reason.key] = account.counts[reason]
    }
    source.deduplicated = inputs.rules.deduplicates
    source.days = inputs.rules.days?.names
    source.time = understanding.readings.last?.columns
    if !account.span.isEmpty {
      source.first = LocalTime(ordinal: account.span.first).iso8601
      source.last = LocalTime(ordinal: account.span.last).iso8601
    }
    switch understanding.hasNaiveTimes {
    case nil: source.clock = .hour
    case true: source.clock = .local
    default:
      source.clock = account.span.hasEpochs ? .epoch : .offset
      source.timezone = inputs.rules.zone?.name
    }
    sources = [source]
  }
}
