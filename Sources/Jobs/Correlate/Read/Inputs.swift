import Availability
import Distribution
import Ingestion
import SystemPackage
import Workers

/// The inputs of a run, open.
struct Inputs {
  /// Nil where another rank reads the input: a stream can be read by one only.
  let files: [Input?]
  let rules: RowRules

  /// Opens them and understands their headers, on every rank. Collective.
  init(_ settings: CorrelateSettings, on job: Job) throws {
    let input = settings.input
    let rules = try job.agree { try input.rules(bins: settings.analysis.bins) }
    self.rules = rules
    let keepsDigests = settings.output.paths[.summary] != nil
    // A log may grow while its ranks open it one after the other: its end is where rank 0 found it.
    let sizes = job.communicator.allGather(input.paths.map { Int64(regularFileSize($0) ?? -1) })[0]
    files = try job.agree {
      if input.readsStandardInput && job.communicator.isRoot {
        do throws(Errno) { try LaunchChannels.takeStandardInput() } catch {
          throw IngestionError.cannotOpen(path: "standard input", error)
        }
      }
      return try Self.open(input, job) { number, columns in
        try Input(
          path: input.paths[number], columns: columns, needsTime: rules.needsTime,
          size: sizes[number] < 0 ? nil : Int(sizes[number]), keepsDigest: keepsDigests)
      }
    }
  }

  /// What the dates of one input prove holds for the others: their dates may be read in several ways. Each rank sees the
  /// regular files.
  private static func open(
    _ input: InputSettings, _ job: Job, _ open: (Int, ColumnChoice) throws -> Input
  ) throws -> [Input?] {
    let opened = try input.paths.enumerated().map { number, path in
      job.communicator.isRoot || isRegularFile(path) ? try open(number, input.columns) : nil
    }
    let regular = opened.filter { $0?.file.isRegular == true }.compactMap { $0?.understanding }
    let proved = Set(regular.filter(\.isDateOrderProved).compactMap(\.dateOrder))
    guard proved.count == 1, let order = proved.first else { return opened }
    var columns = input.columns
    columns.dateOrder = order
    return try opened.enumerated().map { number, opened in
      guard let opened, opened.file.isRegular, opened.understanding?.isDateOrderProved == false else {
        return opened
      }
      return try open(number, columns)
    }
  }

  /// Bytes that each rank will read; nil when that cannot be told: of streams, or of several readings.
  func share(of job: Job) -> Int? {
    let sizes = files.map { $0?.log?.size }
    guard !rules.deduplicates, sizes.allSatisfy({ $0 != nil }) else { return nil }
    return sizes.reduce(0) { $0 + $1! } / job.communicator.size
  }

  /// What was found in archives and not read, once they were read.
  var asideNotes: [String] {
    files.compactMap { $0?.stream }.filter { !$0.findings.leftAside.isEmpty }.map {
      "\($0.file.path): left aside, as no logs: \(Printable.names($0.findings.leftAside))"
    }
  }

  /// What lists of stations in the inputs tell, to whichever rank, on all.
  func listedStations(on job: Job) -> [StationID: StationDetails] {
    var mine: [StationID: StationDetails] = [:]
    for stream in files.compactMap({ $0?.stream }) { mine.merge(stream.findings.stations) }
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
      if let list { stations.merge(try Input.readStations(path: list)) }
      return stations
    }
  }

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
      if !seen.insert(input.file.identity).inserted {
        notes.append("\(input.path): this file is given twice: its rows count twice")
      }
    }
    return notes + zoneNotes + cityNotes
  }

  /// Where `--timezone` changes nothing.
  private var zoneNotes: [String] {
    guard rules.zone != nil, !known.isEmpty else { return [] }
    if !rules.needsTime, known.allSatisfy({ $0.layout?.hour != nil }) {
      return [
        "--timezone has no effect: the hour is taken from a column of hours; --time reads the time instead"
      ]
    }
    guard known.allSatisfy({ $0.understanding?.hasNaiveTimes == true }) else { return [] }
    return ["--timezone has no effect: times without an offset count as they are written"]
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

  /// How they are read: once where all are read alike, else by file.
  var understood: [String] {
    let words = known.compactMap { input -> (path: String, words: String)? in
      guard let words = input.understanding?.words else { return nil }
      return (input.path, (input.stream?.feed == nil ? "" : "JSON: ") + words)
    }
    guard let first = words.first else { return [] }
    guard words.contains(where: { $0.words != first.words }) else { return [first.words] }
    let most = 3
    return words.prefix(most).map { "\($0.path): \($0.words)" }
      + (words.count > most ? ["and \(words.count - most) more inputs, each by its own header"] : [])
  }

  private var known: [Input] { files.compactMap { $0 } }
}
