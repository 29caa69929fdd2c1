import Availability
import Distribution
import Ingestion
import Synchronization
import SystemPackage
import Workers

/// The inputs of a run, open.
struct Inputs {
  /// As they were given, but in place of a folder what is in it.
  let paths: [String]
  /// Nil where another rank reads the input: a stream can be read by one only.
  let files: [Input?]
  private(set) var rules: RowRules
  /// By folder: files in it that are no logs.
  private let leftAside: [String: [String]]

  /// Opens them and understands their headers, on every rank. Collective.
  init(_ settings: CorrelateSettings, on job: Job) throws {
    let input = settings.input
    let rules = try job.agree { try input.rules(bins: settings.analysis.keptBins) }
    self.rules = rules
    try job.agree {
      guard input.readsStandardInput && job.communicator.isRoot else { return }
      do throws(Errno) { try LaunchChannels.takeStandardInput() } catch {
        throw IngestionError.cannotOpen(path: InputPlace.standardInput, error)
      }
    }
    let keepsDigests = settings.output.paths[.summary] != nil || settings.output.paths[.profiles] != nil
    let list = try InputList(input.paths, on: job)
    // A log may grow while its ranks open it one after the other: its end is where rank 0 found it.
    let sizes = job.communicator.allGather(list.entries.map { Int64(regularFileSize($0.path) ?? -1) })[0]
    let opened = try job.agree {
      try Self.open(list, input.columns, job) { number, columns in
        let entry = list.entries[number]
        return try Input(
          at: InputPlace(
            entry.path, size: sizes[number] < 0 ? nil : Int(sizes[number]), feeds: entry.feeds,
            name: entry.name.isEmpty ? nil : entry.name),
          columns: columns, needsTime: rules.needsTime, keepsDigest: keepsDigests)
      }
    }
    paths = opened.entries.map { $0.name.isEmpty ? $0.path : "-" }
    files = opened.files
    leftAside = opened.leftAside
  }

  private typealias Opened = (
    entries: [InputList.Entry], files: [Input?], leftAside: [String: [String]]
  )

  /// What the dates of one input prove holds for the others: their dates may be read in several ways. Each rank sees the
  /// regular files and the folders.
  private static func open(
    _ list: InputList, _ columns: ColumnChoice, _ job: Job,
    _ open: @Sendable (Int, ColumnChoice) throws -> Input
  ) throws -> Opened {
    var contents = FolderContents()
    var (entries, opened): ([InputList.Entry], [Input?]) = ([], [])
    var numbers: [Int] = []
    let results = try Self.results(list, on: job) { try open($0, columns) }
    var last: Input?
    for (number, entry) in list.entries.enumerated() {
      do {
        let file = try results[number]?.get().sharing(last)
        if let file, let folder = entry.folder { contents.add(file, in: folder) }
        entries.append(entry)
        opened.append(file)
        numbers.append(number)
        last = file ?? last
      } catch let error as IngestionError {
        guard let folder = entry.folder else { throw error }
        let paths = entry.feeds.isEmpty ? [entry.path] : entry.feeds.map(\.path)
        try contents.leave(paths, in: folder, because: error)
      }
    }
    try contents.requireLogs()
    let regular = opened.filter { $0?.file.isRegular == true }.compactMap { $0?.understanding }
    let proved = Set(regular.filter(\.isDateOrderProved).compactMap(\.dateOrder))
    guard proved.count == 1, let order = proved.first else { return (entries, opened, contents.leftAside) }
    var columns = columns
    columns.dateOrder = order
    let files = try zip(numbers, opened).map { number, file in
      guard let file, file.file.isRegular, file.understanding?.isDateOrderProved == false else { return file }
      let again = try open(number, columns)
      if list.entries.count > mostOpen, again.log != nil { again.file.rest() }
      return again
    }
    return (entries, files, contents.leftAside)
  }

  /// The same inputs, whose records are kept.
  func keeping(_ keeper: RecordKeeper) -> Inputs {
    var copy = self
    copy.rules.keeper = keeper
    return copy
  }

  /// By number: the first of an input's pieces. A log has a piece for each block; what comes but once one for each rank
  /// that may read a part of it.
  func firstPieces(on job: Job) -> [Int] {
    var next = 0
    return files.map { file in
      defer { next += file?.log?.blockCount ?? job.communicator.size }
      return next
    }
  }

  /// Opens those that are this rank's: files by several threads, what may wait for its writer one after the other. After
  /// one that cannot be opened and has to be, others may not be opened; nil also where it is not this rank's.
  private static func results(
    _ list: InputList, on job: Job, _ open: @Sendable (Int) throws -> Input
  ) throws -> [Result<Input, any Error>?] {
    let entries = list.entries
    let isAny = entries.map { !$0.feeds.isEmpty || isRegularFile($0.path) }
    let firstFailure = Atomic(Int.max)
    @Sendable func result(_ number: Int) -> Result<Input, any Error>? {
      guard number < firstFailure.load(ordering: .relaxed) else { return nil }
      let result = Result { try open(number) }
      switch result {
      case .success(let input): if entries.count > mostOpen, input.log != nil { input.file.rest() }
      case .failure: if entries[number].folder == nil { firstFailure.min(number, ordering: .relaxed) }
      }
      return result
    }
    let dispenser = Dispenser(0..<(entries.count + batch - 1) / batch)
    let parts = try concurrently(max(1, min(job.threads, entries.count / batch))) { _ in
      var found: [(number: Int, result: Result<Input, any Error>?)] = []
      while let next = dispenser.next() {
        for number in (batch * next..<batch * (next + 1)).clamped(to: entries.indices) where isAny[number] {
          found.append((number, result(number)))
        }
      }
      return found
    }
    var results = [Result<Input, any Error>?](repeating: nil, count: entries.count)
    for (number, found) in parts.joined() { results[number] = found }
    for number in entries.indices where !isAny[number] && job.communicator.isRoot {
      results[number] = result(number)
    }
    return results
  }

  /// Inputs that a thread opens at a time.
  private static let batch = 16
  /// Of more inputs, files are closed until they are read.
  private static let mostOpen = 256

  /// Bytes that each rank will read; nil when that cannot be told: of streams, or of several readings.
  func share(of job: Job) -> Int? {
    let sizes = files.map { $0?.log?.size }
    guard !rules.deduplicates, sizes.allSatisfy({ $0 != nil }) else { return nil }
    return sizes.reduce(0) { $0 + $1! } / job.communicator.size
  }

  /// Throws where an input is not any more what it was when it was opened: what was read of it may be of both.
  /// Collective.
  func requireUnchanged(on job: Job) throws {
    try job.agree { for input in known { try input.file.requireUnchanged() } }
  }

  /// What was found in archives and folders and not read, once they were read. Collective.
  func asideNotes(on job: Job) -> [String] {
    var names = leftAside
    let mine = files.compactMap { $0?.stream }.flatMap { stream in
      stream.findings.leftAside.flatMap { [stream.file.path, $0] }
    }
    let words = mine.reduce(into: [UInt8]()) { $0 += Array($1.utf8) + [0] }
    for theirs in job.communicator.allGather(words) {
      let parts = theirs.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        .map { String(decoding: $0, as: UTF8.self) }
      for i in stride(from: 0, to: parts.count, by: 2) {
        names[parts[i], default: []].append(parts[i + 1])
      }
    }
    return names.sorted { $0.key < $1.key }.map { path, found in
      let shown = found.prefix(Self.mostNames).map { FolderContents.name($0, in: path) }
      let more = found.count - shown.count
      return "\(path): left aside, as no logs: \(Printable.names(shown))"
        + (more > 0 ? ", and \(more) more" : "")
    }
  }

  /// Names in a note.
  private static let mostNames = 20

  /// What lists of stations in the inputs tell, and profiles, to whichever rank, on all: of one input what comes first counts, as if
  /// one rank had read it, of several what comes last. Collective.
  func listedStations(on job: Job) -> [StationID: StationDetails] {
    guard job.communicator.size > 1 else { return known.reduce(into: [:]) { $0.merge($1.listedStations) } }
    var words = StationWords()
    for (number, file) in files.enumerated() { words.append(number, file?.listedStations ?? [:]) }
    var found: [Int: [StationID: StationDetails]] = [:]
    for theirs in job.communicator.allGather(words.bytes) {
      StationWords.forEach(theirs) { found[$0, default: [:]].merge([$1: $2]) { first, _ in first } }
    }
    return found.sorted { $0.key < $1.key }.reduce(into: [:]) { $0.merge($1.value) }
  }

  /// What the first rows of the inputs tell of stations, and before all of it `list`, a file, on rank 0.
  func knownStations(_ list: String?, on job: Job) throws -> [StationID: StationDetails] {
    try job.agree {
      guard job.communicator.isRoot else { return [:] }
      var stations: [StationID: StationDetails] = [:]
      for file in files.compactMap({ $0 }) { stations.merge(try file.stationsInFirstRows()) }
      if let list { stations.merge(try Input.readStations(path: list)) }
      return stations
    }
  }

  /// How they are read: once where all are read alike, else by file.
  var understood: [String] {
    let words = known.compactMap { input -> (path: String, words: String)? in
      // Lists of stations have no rows.
      guard let words = input.understanding?.words, input.stream?.feed?.records != 0 else { return nil }
      return (input.path, (input.stream?.feed == nil ? "" : "JSON: ") + words)
    }
    guard let first = words.first else { return [] }
    guard words.contains(where: { $0.words != first.words }) else { return [first.words] }
    let most = 3
    return words.prefix(most).map { "\($0.path): \($0.words)" }
      + (words.count > most ? ["and \(words.count - most) more inputs, each by its own header"] : [])
  }

  /// The one day that all of them seem to be of; nil where some are not known to this rank, as of one day.
  var sampledDay: String? {
    let days = Set(files.map { $0?.understanding?.sampledDay })
    return days.count == 1 ? days.first! : nil
  }

  var known: [Input] { files.compactMap { $0 } }
}
