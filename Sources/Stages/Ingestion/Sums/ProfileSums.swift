import Availability
import Workers

/// Tallies and counts of a part of the rows: those of one thread, or of one rank.
package struct ProfileSums: Sendable {
  /// The bins of the tallies; only sums of the same bins are added.
  package let bins: BinKind
  /// In no particular order, each once.
  package private(set) var stations: [StationID]
  /// By day: 0, the day of the week from Monday, or days since 1970-01-01. Each has room for the stations.
  package private(set) var pages: [Int: TallyPage]
  /// Closed records, by station and bin.
  package private(set) var closed: ClosedCounts
  /// Rows read, and left out, by reason.
  package private(set) var counts: RowCounts
  /// Local times of the usable records. It only grows, also where rows are taken back.
  package private(set) var span: TimeSpan
  /// Records that are not in the tallies, as the first of a station and time is not known yet.
  package private(set) var undecided: [TimedRecords]
  /// Was anything taken back that may have been added elsewhere?
  private var hasRetractions = false

  /// Each page has room for all stations. By default nothing was read.
  package init(
    bins: BinKind, stations: [StationID] = [], pages: [Int: TallyPage] = [:],
    closed: ClosedCounts = ClosedCounts(),
    counts: RowCounts = RowCounts(), span: TimeSpan = TimeSpan(), undecided: [TimedRecords] = []
  ) {
    self.undecided = undecided
    self.bins = bins
    self.stations = stations
    self.pages = pages
    self.closed = closed
    self.counts = counts
    self.span = span
  }

  /// The sums of whole profiles, and closed records by bins as they are counted (24 hours a day). Stations that have
  /// neither are left out.
  package init(
    _ profiles: HourlyProfiles, closed: [StationID: [Int: Int64]], counts: RowCounts, span: TimeSpan
  ) {
    let bins = profiles.bins
    var places = [Int?](repeating: nil, count: profiles.stations.count)
    var stations: [StationID] = []
    profiles.forEachBlock(of: profiles.stations.indices) { block, tallies in
      for station in block {
        let first = tallies.startIndex + (station - block.lowerBound) * bins.count
        let hasRecords = tallies[first..<first + bins.count].contains { $0.count > 0 }
        guard hasRecords || closed[profiles.stations[station]] != nil else { continue }
        places[station] = stations.count
        stations.append(profiles.stations[station])
      }
    }
    let known = Set(stations)
    stations += closed.keys.filter { !known.contains($0) }
    self.init(bins: bins.kind, stations: stations, counts: counts, span: span)
    var stock = TallyPageStock(capacity: stations.count, isNarrow: bins.kind == .series)
    profiles.forEachBlock(of: profiles.stations.indices) { block, tallies in
      for (i, tally) in tallies.enumerated() where tally.count > 0 {
        let hour = bins.firstHour + i % bins.count
        let day = HourBins.day(ofHour: hour)
        let page = pages[day] ?? stock.next()
        pages[day] = page
        page[places[block.lowerBound + i / bins.count]!, hour - 24 * day] = tally
      }
    }
    let rows = Dictionary(uniqueKeysWithValues: zip(stations, stations.indices))
    self.closed = ClosedCounts(
      Dictionary(
        uniqueKeysWithValues: closed.flatMap { station, counts in
          counts.map { (ClosedCounts.Place(row: rows[station]!, key: 0, hour: $0.key), $0.value) }
        }))
  }

  /// Adds the parts, and takes the `retracted` ones back, which may have been added to another part that is still to
  /// come. (Spans only grow.) The parts' pages are used up.
  package init(bins: BinKind, adding parts: [ProfileSums], retracting retracted: [ProfileSums] = []) {
    self = parts.first ?? ProfileSums(bins: bins)
    guard parts.count + retracted.count > 1 else { return }
    let sums = join(parts.dropFirst(), retracting: retracted)
    var stock = sums.makeStock()
    for day in sums.days { pages[day] = sums.page(of: day, from: &stock) }
    if hasRetractions { dropEmptyStations() }
  }

  /// Adds the parts, a year of pages by several threads. The parts' pages are used up.
  /// Throws `ThreadError`.
  package init(bins: BinKind, adding parts: [ProfileSums], threads: Int) throws {
    self = parts.first ?? ProfileSums(bins: bins)
    guard parts.count > 1 else { return }
    let sums = join(parts.dropFirst(), retracting: [])
    let days = sums.days
    let dispenser = Dispenser(days.indices)
    // A few pages are added as quickly as a thread is started.
    let shares = try concurrently(max(1, min(threads, days.count / 16))) { _ in
      var stock = sums.makeStock()
      var share: [(day: Int, page: TallyPage)] = []
      while let number = dispenser.next() {
        share.append((days[number], sums.page(of: days[number], from: &stock)))
      }
      return share
    }
    for (day, page) in shares.joined() { pages[day] = page }
    if hasRetractions { dropEmptyStations() }
  }

  /// Adds all but the pages of other parts, and tells how these are to be added.
  private mutating func join(
    _ parts: ArraySlice<ProfileSums>, retracting retracted: [ProfileSums]
  ) -> PageSums {
    let known = stations.count
    var rows = Dictionary(uniqueKeysWithValues: zip(stations, stations.indices))
    let places = parts.map { self.places(of: $0, &rows) }
    let retractedPlaces = retracted.map { self.places(of: $0, &rows) }
    for (part, places) in zip(parts, places) {
      closed.add(part.closed, to: places)
      counts += part.counts
      span += part.span
      undecided += part.undecided
      hasRetractions = hasRetractions || part.hasRetractions
    }
    for (part, places) in zip(retracted, retractedPlaces) {
      closed.add(part.closed, times: -1, to: places)
      counts -= part.counts
      hasRetractions = true
    }
    return PageSums(
      bins: bins, stations: stations.count, mine: pages, known: known,
      added: zip(parts, places).map { PageSums.Part($0.pages, places: $1) },
      retracted: zip(retracted, retractedPlaces).map { PageSums.Part($0.pages, places: $1) })
  }

  /// The rows of another part's stations, made if need be.
  private mutating func places(of part: ProfileSums, _ rows: inout [StationID: Int]) -> [Int] {
    part.stations.map { station in
      if let row = rows[station] { return row }
      rows[station] = stations.count
      stations.append(station)
      return stations.count - 1
    }
  }

  /// The undecided records, for whoever decides them.
  package mutating func takeUndecided() -> [TimedRecords] {
    defer { undecided = [] }
    return undecided
  }

  /// The same with the sums of what was undecided.
  package func decided(_ sums: [ProfileSums]) -> ProfileSums {
    var copy = self
    // Those of records that others decide.
    copy.dropEmptyStations()
    return ProfileSums(bins: bins, adding: [copy] + sums)
  }

  /// A station of retracted rows only was never there.
  private mutating func dropEmptyStations() {
    let (hasProfile, isClosed) = (hasProfile, closed.hasAny(stations: stations.count))
    let kept = stations.indices.filter { hasProfile[$0] || isClosed[$0] }
    pages = pages.filter { page in stations.indices.contains { page.value.hasRecords(station: $0) } }
    guard kept.count < stations.count else { return }
    pages = pages.mapValues { $0.selected(kept) }
    closed = closed.selected(kept)
    stations = kept.map { stations[$0] }
  }

  /// Has nothing been read?
  package var isEmpty: Bool { stations.isEmpty && counts == RowCounts() && undecided.isEmpty }

  /// Bytes of its tallies.
  package var byteCount: Int { pages.count * stations.count * 24 * MemoryLayout<Tally>.stride }

  /// The same profiles with other counts.
  package func counting(_ counts: RowCounts, span: TimeSpan) -> ProfileSums {
    var copy = self
    copy.counts = counts
    copy.span = span
    return copy
  }

  /// By station: has it any usable record?
  package var hasProfile: [Bool] {
    var has = [Bool](repeating: false, count: stations.count)
    for page in pages.values {
      for row in stations.indices where !has[row] { has[row] = page.hasRecords(station: row) }
    }
    return has
  }

  /// The hours (since 1970-01-01 0 h) of a series from the first with a record to just after the last.
  package var hours: Range<Int>? {
    func hasRecords(_ day: Int, _ hour: Int) -> Bool {
      stations.indices.contains { pages[day]![$0, hour].count != 0 }
    }
    let days = pages.keys.sorted()
    let all = days.lazy.flatMap { day in (0..<24).lazy.map { (day, $0) } }
    guard let first = all.first(where: { hasRecords($0.0, $0.1) }),
      let last = all.last(where: { hasRecords($0.0, $0.1) })
    else { return nil }
    return 24 * first.0 + first.1..<24 * last.0 + last.1 + 1
  }

  /// Writes the tallies of some stations over the bins, row-major, to the front of `rows`; those without a record
  /// are left as they are.
  package func copyTallies(
    of stations: some RandomAccessCollection<Int>, bins: HourBins, to rows: inout [Tally]
  ) {
    precondition(rows.count >= stations.count * bins.count)
    let stations = Array(stations)
    guard !stations.isEmpty else { return }
    precondition(stations.allSatisfy(self.stations.indices.contains))
    precondition(pages.values.allSatisfy { $0.capacity >= self.stations.count })
    unsafe rows.withUnsafeMutableBufferPointer { rows in
      for (day, page) in pages {
        let first = 24 * day - (bins.kind == .series ? bins.firstHour : 0)
        let hours = (0..<24).clamped(to: -first..<bins.count - first)
        guard !hours.isEmpty else { continue }
        unsafe page.copy(
          hours: hours, of: stations, to: rows.baseAddress! + (first + hours.lowerBound), stride: bins.count)
      }
    }
  }
}
