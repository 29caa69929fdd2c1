import Availability
import Correlation
import Digests
import Distribution
import Ingestion
import LinearAlgebra

extension SummaryFile {
  /// The account of a run whose `results` are written and closed. Every rank has to come here; what it gets is whole on
  /// rank 0.
  init(
    _ findings: Findings, _ settings: CorrelateSettings, _ inputs: Inputs, _ results: [Outputs.Result],
    on job: Job
  ) throws {
    let digests = try SummaryFileDigests(inputs, known: findings.provenance.digests, results, on: job)
    let members = try inputs.members(on: job)
    job.clock.lap(.digest)
    let (network, names) = (findings.network, findings.names)
    let (correlations, paths) = (findings.correlations, settings.input.paths)
    self.init(
      versions: .init(
        velibcorr: programVersion,
        blas: settings.output.paths.needsProducts
          ? .init(library: BLASRuntime.library, kernel: BLASRuntime.kernel) : nil),
      inputs: paths.indices.map { i in
        .init(paths[i], inputs.files[i], inputs.rules, members: members[i], digests.inputs[i])
      },
      options: Self.options(settings, inputs.rules),
      period: .init(network.span),
      counts: .init(findings),
      stations: .init(network, correlations, names),
      groups: correlations?.groups.map { .init($0) },
      partial: findings.partial.map { .init($0, network, names) },
      outputs: zip(results, digests.outputs).map { result, digest in
        .init(
          path: result.output.path, kind: result.kind, bytes: digest.byteCount, sha256: digest.sha256)
      },
      run: try .init(job.clock, job.plan, on: job))
  }

  private static func options(_ settings: CorrelateSettings, _ rules: RowRules) -> [String: Option] {
    let columns = settings.input.columns.names
    let (analysis, output) = (settings.analysis, settings.output)
    return [
      "station": .text(columns[.station]),
      "free_docks": .text(columns[.freeDocks]),
      "bikes": .text(columns[.bikes]),
      "hour": .text(columns[.hour]),
      "time": .text(columns[.time]),
      "capacity": .text(settings.input.columns.capacity),
      "delimiter": .text(settings.input.columns.delimiter.map { String(decoding: [$0], as: UTF8.self) }),
      "date_order": .text(settings.input.columns.dateOrder?.rawValue),
      "timezone": .text(rules.zone?.name),
      "since": .text(rules.since?.iso8601),
      "until": .text(rules.until?.iso8601),
      "days": .text(settings.input.days),
      "compare": .texts(settings.input.compared),
      "without": .texts(settings.input.without),
      "again": .flag(settings.input.countsAgain),
      "deduplicate": .flag(settings.input.deduplicates),
      "strict": .flag(settings.input.isStrict),
      "bins": .text(analysis.bins.rawValue),
      "keep_days": .flag(analysis.keepsDays),
      "transform": .text(analysis.transform?.rawValue),
      "interval": .text(analysis.hasIntervals ? "days" : nil),
      "method": .text(analysis.method.rawValue),
      "min_hours": .integer(analysis.matrixMinimum),
      "digits": .integer(output.digits),
      "independent_hours": .flag(analysis.takesHoursForIndependent),
      "top": .integer(output.top),
      "rank_by": .text(output.ranking.rawValue),
      "min_abs_r": .number(output.leastMagnitude),
      "within": .number(output.within),
      "beyond": .number(output.beyond),
      "names": .flag(output.listsNames),
      "clusters": .integer(output.groups),
      "neighbours": .integer(output.neighbours),
    ]
  }
}

extension Inputs {
  /// By input: the logs of an archive that were read, known to the rank that has read it.
  fileprivate func members(on job: Job) throws -> [[String]?] {
    let mine = files.map { $0?.stream }.map { file in file?.member.map { [$0] + file!.findings.laterMembers }
    }
    let all = try job.communicator.gather(mine)
    return files.indices.map { i in all.compactMap { $0[i] }.max { $0.count < $1.count } }
  }
}

extension SummaryFile.Input {
  /// Of an input that this rank has open, as rank 0 has all.
  fileprivate init(
    _ path: String, _ input: Input?, _ rules: RowRules, members: [String]?, _ digest: ContentDigest
  ) {
    self.path = path
    self.members = members
    (bytes, sha256) = (digest.byteCount, digest.sha256)
    guard let layout = input?.layout else {
      (kind, delimiter, columns) = ("profiles", nil, nil)
      (readAs, notes, encoding, headerLine, dateOrder, isDateOrderProved) = (nil, nil, nil, nil, nil, nil)
      return
    }
    let understanding = input?.understanding
    let isText = input?.stream?.feed == nil
    (readAs, notes) = (understanding?.words, understanding?.notes)
    (encoding, headerLine) =
      isText ? (understanding?.encoding.rawValue, understanding?.headerLine) : (nil, nil)
    dateOrder = understanding?.dateOrder?.rawValue
    isDateOrderProved = dateOrder == nil ? nil : understanding?.isDateOrderProved
    kind = "records"
    delimiter = String(decoding: [layout.delimiter], as: UTF8.self)
    let isHourEnough = layout.hour != nil && !rules.needsTime
    let indices = [
      "station": layout.station, "free_docks": layout.freeDocks, "bikes": layout.bikes,
      "hour": rules.bins == .hourOfDay ? layout.hour : nil, "time": isHourEnough ? nil : layout.time,
    ]
    columns = indices.compactMapValues { $0.map { layout.header[$0] } }
  }
}

extension SummaryFile.Period {
  fileprivate init?(_ span: TimeSpan) {
    guard !span.isEmpty else { return nil }
    first = LocalTime(ordinal: span.first).iso8601
    last = LocalTime(ordinal: span.last).iso8601
  }
}

extension SummaryFile.Counts {
  fileprivate init(_ findings: Findings) {
    let (network, correlations) = (findings.network, findings.correlations)
    let counts = network.counts
    let known = findings.provenance.rowsOfProfiles
    rows = Rows(
      read: counts.read, used: counts.used,
      leftOut: Dictionary(uniqueKeysWithValues: LeftOut.allCases.map { ($0.key, counts[$0]) }))
    recordsOfProfiles = known.used + known.added > 0 ? known.used + known.added : nil
    bins = network.bins.count
    stations = Stations(
      withProfile: network.stations.count, alwaysClosed: network.closedStations.count,
      tooFewBins: correlations?.short.count, constantProfile: correlations?.constantOnly.count)
    pairs = correlations.map { Pairs(network, $0.undefined) }
    evidence = correlations?.pairs.map {
      Evidence(effectiveHours: $0.medianHours, significantPairs: $0.significant)
    }
    comparison = findings.comparison.map {
      Comparison(stations: $0.stations, pairs: $0.pairs, significantPairs: $0.significant)
    }
    lists = correlations?.lists.map { Lists(minHours: $0.minimumBins, pairs: Pairs(network, $0.undefined)) }
  }
}

extension SummaryFile.Counts.Pairs {
  fileprivate init(_ network: MergedNetwork, _ undefined: UndefinedCounts) {
    total = network.stations.count * (network.stations.count - 1) / 2
    defined = total - undefined.tooFewBins - undefined.constant
    self.undefined = ["too_few_common_bins": undefined.tooFewBins, "constant_profile": undefined.constant]
  }
}

extension SummaryFile.Stations {
  fileprivate init(_ network: MergedNetwork, _ correlations: Correlations?, _ names: [StationID: String]) {
    alwaysClosed = network.closedStations.map { .init($0, names) }
    tooFewBins = correlations.map { $0.short.map { .init(network.stations[$0], names) } }
    constantProfile = correlations.map { $0.constantOnly.map { .init(network.stations[$0], names) } }
  }
}

extension SummaryFile.Station {
  fileprivate init(_ id: StationID, _ names: [StationID: String]) {
    self.init(id: id.description, name: names[id])
  }
}

extension SummaryFile.Partial {
  fileprivate init(_ findings: PartialFindings, _ network: MergedNetwork, _ names: [StationID: String]) {
    let covariance = findings.covariance
    stations = covariance.variables
    bins = covariance.observations
    shrinkage = covariance.shrinkage
    conditionNumber = covariance.conditionNumber
    smallestEigenvalue = covariance.smallestEigenvalue
    lackingBins = findings.incomplete.map { .init(network.stations[$0], names) }
    constantProfile = findings.constant.map { .init(network.stations[$0], names) }
  }
}

extension Correlations {
  /// Stations with bins enough, whose profile is constant.
  fileprivate var constantOnly: [Int] {
    let short = Set(short)
    return constant.filter { !short.contains($0) }
  }
}

extension SummaryFile.Groups {
  fileprivate init(_ groups: GroupsFindings) {
    let agreements = groups.agreements
    self.init(
      count: groups.count, silhouette: groups.silhouette,
      silhouettes: groups.silhouettes.enumerated().map { number, of in
        .init(
          clusters: of.groups, silhouette: of.mean,
          agreement: number < agreements.count ? agreements[number] : nil)
      },
      stability: groups.stability, stationsApart: groups.apart)
  }
}
