import Availability
import Distribution
import Ingestion
import Workers

/// The inputs of a run, open.
struct Inputs {
  /// Nil where another rank reads the input: a stream can be read by one only.
  let files: [LogFile?]
  let rules: RowRules

  init(_ options: InputOptions, _ rules: RowRules, keepsDigests: Bool, on job: Job) throws {
    self.rules = rules
    if options.paths.contains("-") && job.communicator.isRoot {
      do { try LaunchChannels.takeStandardInput() } catch {
        throw IngestionError.cannotOpen(path: "standard input", error)
      }
    }
    func open(_ path: String, _ columns: ColumnChoice) throws -> LogFile? {
      guard job.communicator.isRoot || isRegularFile(path) else { return nil }
      return try LogFile(
        path: path, columns: columns, needsTime: rules.needsTime, keepsDigest: keepsDigests)
    }
    let opened = try options.paths.map { try open($0, options.columns) }
    // What the dates of one input prove holds for the others: their dates may be read in several ways. Each rank sees
    // the regular files.
    let regular = opened.filter { $0?.isRegular == true }.compactMap { $0?.understanding }
    let proved = Set(regular.filter(\.isDateOrderProved).compactMap(\.dateOrder))
    guard proved.count == 1, let order = proved.first else {
      files = opened
      return
    }
    var columns = options.columns
    columns.dateOrder = order
    files = try zip(options.paths, opened).map { path, file in
      guard let file, file.isRegular, !file.understanding.isDateOrderProved else { return file }
      return try open(path, columns)
    }
  }

  /// A log may grow while its ranks open it one after the other: its end is where rank 0 found it.
  func agreeOnSizes(_ job: Job) {
    let sizes = job.communicator.allGather(files.map { Int64($0?.size ?? -1) })[0]
    for (file, size) in zip(files, sizes) where size >= 0 { file?.bound(to: Int(size)) }
  }

  /// Bytes that each rank will read; nil when that cannot be told: of streams, or of several readings.
  func share(of job: Job) -> Int? {
    let sizes = files.map { $0?.size }
    guard !rules.deduplicates, sizes.allSatisfy({ $0 != nil }) else { return nil }
    return sizes.reduce(0) { $0 + $1! } / job.communicator.size
  }

  /// What was found in archives and not read, once they were read.
  var asideNotes: [String] {
    files.compactMap { $0 }.filter { !$0.leftAside.isEmpty }.map {
      "\($0.path): left aside, as no logs: \(Printable.names($0.leftAside))"
    }
  }

  /// What lists of stations in the inputs tell, to whichever rank, on all.
  func listedStations(on job: Job) -> [StationID: StationDetails] {
    var mine: [StationID: StationDetails] = [:]
    for file in files.compactMap({ $0 }) { mine.merge(file.listedStations) }
    guard job.communicator.size > 1 else { return mine }
    // Of each: identifier, name, latitude and longitude, each ended by a zero.
    let words = mine.reduce(into: [UInt8]()) { words, station in
      let place = station.value.place
      let texts = [station.value.name, place?.latitude.description, place?.longitude.description]
      words += station.key.bytes + [0] + texts.flatMap { Array(($0 ?? "").utf8) + [0] }
    }
    var all: [StationID: StationDetails] = [:]
    for theirs in job.communicator.allGather(words) {
      let parts = theirs.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      for i in stride(from: 0, to: parts.count, by: 4) {
        let texts = parts[i + 1..<i + 4].map { String(decoding: $0, as: UTF8.self) }
        let place = Double(texts[1]).flatMap { latitude in
          Double(texts[2]).flatMap { StationDetails.Place(latitude: latitude, longitude: $0) }
        }
        let details = StationDetails(name: texts[0].isEmpty ? nil : texts[0], place: place)
        all.merge([StationID(bytes: Array(parts[i])): details])
      }
    }
    return all
  }

  /// What the first rows of the inputs tell of stations, and before all of it `list`, a file, on rank 0.
  func knownStations(_ list: String?, on job: Job) throws -> [StationID: StationDetails] {
    try job.agree {
      guard job.communicator.isRoot else { return [:] }
      var stations: [StationID: StationDetails] = [:]
      for file in files.compactMap({ $0 }) { stations.merge(try file.stationsInFirstRows()) }
      if let list { stations.merge(try LogFile.readStations(path: list)) }
      return stations
    }
  }

  /// What there is to say about how the inputs are read.
  var notes: [String] {
    var notes: [String] = []
    for file in files.compactMap({ $0 }) {
      notes += file.understanding.notes.map { "\(file.path): \($0)" }
      if let member = file.member { notes.append("\(file.path): reading \(Printable.name(member))") }
      guard case .records(let layout) = file.content, let time = layout.time else { continue }
      if layout.hour == nil || rules.needsTime, !layout.otherTimes.isEmpty {
        notes.append(
          "\(file.path): time from '\(Printable.name(layout.header[time]))'; there is also "
            + layout.otherTimes.map { "'\(Printable.name($0))'" }.joined(separator: ", ") + " (--time)")
      }
    }
    for (i, file) in known.enumerated() where known[..<i].contains(where: { $0.identity == file.identity }) {
      notes.append("\(file.path): this file is given twice: its rows count twice")
    }
    if rules.zone != nil, !rules.needsTime, !known.isEmpty, known.allSatisfy({ $0.hasHours }) {
      notes.append(
        "--timezone has no effect: the hour is taken from a column of hours; --time reads the time instead")
    }
    return notes
  }

  private var known: [LogFile] { files.compactMap { $0 } }
}

extension LogFile {
  /// Has it a column of hours?
  fileprivate var hasHours: Bool {
    guard case .records(let layout) = content else { return false }
    return layout.hour != nil
  }
}

/// Bytes -> exact sums, of one rank.
struct Ingested {
  let profiles: PartialProfiles
  /// What this rank has read of each input: to tell its faulty rows.
  var segments: [(number: Int, segment: Segment, file: LogFile)] = []
  /// By number of the input: the faulty rows of streams.
  var streamRejects: [Int: RejectSpool] = [:]
}

/// Each rank reads its own byte ranges of every file; one rank reads each stream. What was `saved` is not read.
func ingest(
  _ inputs: Inputs, saved: SavedParts?, saving interval: SavingInterval, threads: Int, keepsRejects: Bool,
  progress: Progress, on job: Job
) throws -> Ingested {
  let rules = inputs.rules
  var streams = StreamReadings(inputs, saved: saved, on: job)
  var sums = try streams.read(
    inputs, into: RankSums(bins: rules.bins, saved: saved, interval: interval), threads: threads,
    keepsRejects: keepsRejects, progress: progress, on: job)
  // What is saved is to be found again: its bounds are the same for every run.
  let middles = saved == nil ? SharedMiddles(of: inputs, on: job) : nil
  var segments: [(Int, Segment, LogFile)] = []
  for (number, file) in inputs.files.enumerated() {
    guard let file, file.size != nil else { continue }
    let pieces = try job.orEnd {
      if let (own, shared) = middles?.blocks(of: number, count: file.blockCount) {
        return [
          try file.readSegment(own, sharing: shared, rules: rules, threads: threads, progress: progress)
        ]
      }
      return try sums.readShare(
        of: file, number, rules: rules, threads: threads, progress: progress, on: job)
    }
    // Of several inputs that cannot be read, the first is told.
    try streams.settle(before: number, on: job)
    var segment = Segment(joining: pieces, bins: rules.bins)
    let isRepaired = try join(&segment, of: file, rules: rules, on: job)
    sums.add(pieces, of: number, file, repair: isRepaired ? segment.takeProfiles() : nil)
    segments.append((number, segment, file))
  }
  try streams.settle(before: .max, on: job)
  var spools = streams.spools
  for (number, text) in sums.savedRejects { spools[number] = RejectSpool(text) }
  return Ingested(profiles: sums.finish(), segments: segments, streamRejects: spools)
}

/// Makes sure that each rank's part of the file begins where the part before ends. A part read on a
/// wrong supposition (its cut lay in a quoted field) is read again from the right place. Says whether this rank's was.
private func join(_ segment: inout Segment, of file: LogFile, rules: RowRules, on job: Job) throws -> Bool {
  let communicator = job.communicator
  var isRepaired = false
  while true {
    let claims = communicator.allGather(segment.claim.numbers)
    var position = Int64(file.firstRow)
    var wrong: Int?
    for (rank, claim) in claims.enumerated() where claim[0] != Segment.Claim.empty.numbers[0] {
      guard claim[0] == position else {
        wrong = rank
        break
      }
      if claim[1] < 0 {
        if rank == communicator.rank { try job.orEnd { try file.tell(segment.claim) } }
        // That rank ends the job.
        communicator.barrier()
      }
      position = claim[1]
    }
    guard let wrong else { return isRepaired }
    if wrong == communicator.rank {
      isRepaired = true
      try job.orEnd { try segment.repair(startingAt: Int(position), in: file, rules: rules) }
    }
  }
}

extension Segment.Claim {
  /// Start and end, as they are sent between ranks; no end where there is a fault.
  fileprivate var numbers: [Int64] {
    switch self {
    case .empty: [-2, -2]
    case .unknown: [-1, -1]
    case .rows(let start, let end): [Int64(start), Int64(end)]
    case .fault(let start, _): [Int64(start), -1]
    }
  }
}

extension LogFile {
  /// Throws a claim's fault, with its line.
  func tell(_ claim: Segment.Claim) throws {
    guard case .fault(_, let fault) = claim else { return }
    var lines = LineCounter(self)
    throw IngestionError.fault(path: path, line: try lines.line(at: fault.offset), fault, layout: layout)
  }
}
