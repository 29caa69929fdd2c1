import Availability
import Digests
import Ingestion

/// Where the sums of a run come from, as far as its outputs or its inputs ask for it.
struct RunProvenance {
  private(set) var digests: InputDigests
  /// Nil where nobody asks.
  private(set) var sources: RecordedSources?
  /// The rows of profiles among the inputs, which earlier runs have read.
  private(set) var rowsOfProfiles = RowCounts()
  /// What there is to say about it.
  private(set) var notes: [String] = []

  /// `digests` are those begun with. Collective. Throws `Failure` where what is added is there already, or does not belong to it.
  init(
    _ rows: borrowing ReadRows, _ inputs: Inputs, _ digests: InputDigests, _ settings: CorrelateSettings,
    on job: Job
  ) throws {
    self.digests = digests
    let paths = settings.output.paths
    let hasProfiles = job.communicator.sum([inputs.known.contains { $0.profiles != nil } ? 1 : 0])[0] > 0
    let isWritten = paths[.profiles] != nil
    let isAsked = isWritten || paths[.report] != nil || !settings.input.without.isEmpty
    guard hasProfiles || isAsked else { return }
    let accounts = InputAccounts(rows.accounts, inputs: inputs.files.count, on: job)
    var sources = try RecordedSources(inputs, accounts, on: job)
    // A file of another size is another file.
    let sizes = Set(sources.entries.flatMap { $0.provenance?.sources.map(\.bytes) ?? [] })
    let wanted = Set(
      sources.entries.filter { entry in
        entry.provenance == nil && (isWritten || (entry.isRegular && sizes.contains(entry.sources[0].bytes)))
      }.map(\.input))
    try self.digests.compute(inputs, on: job) { wanted.contains($0) }
    sources.take(self.digests)
    for entry in sources.profiles { rowsOfProfiles += accounts[entry.input].counts }
    let check = ProvenanceCheck(sources, accounts, inputs.rules)
    if !settings.input.countsAgain { try check.requireNew() }
    if hasProfiles {
      try check.requireRecords()
      try check.requireOneClock()
      try check.requireSameDays()
      if isWritten { try check.requireWholes() }
      notes = check.notes
    }
    self.sources = sources
  }

  /// The same without the sources of others. Throws `Failure` where one is not here, or was read otherwise, if
  /// `comparesCounts`.
  func removing(_ others: RecordedSources, comparesCounts: Bool) throws -> RunProvenance {
    var copy = self
    try copy.sources?.remove(others, comparesCounts: comparesCounts)
    return copy
  }

  /// The names of all sources, in the order of their times.
  var names: [String] { sources?.sources.map(\.name) ?? [] }
}
