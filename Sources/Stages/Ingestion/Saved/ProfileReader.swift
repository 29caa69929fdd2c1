import Availability

/// Reads a profile file, of whichever version: sums of an earlier run, to which others are added.
struct ProfileReader: ~Copyable {
  /// Of version 1, what its header says.
  private let header: ProfileFile?
  private let rules: RowRules
  private let csv = LibCSV(delimiter: UInt8(ascii: ","))
  private var profiles: ProfileAccumulator
  private var rows = 0
  private var checksum: UInt64 = 0
  private var bins: BinPlaces
  private var cells = ProvenanceCell.Reader()
  private var stations: [StationID: StationDetails] = [:]
  /// Records in the sums; usable and closed ones outside the period.
  private var (records, outside, closedOutside) = (UInt64(0), UInt64(0), Int64(0))

  /// `header` is that of version 1.
  init(_ header: ProfileFile?, rules: RowRules) throws(ProfileFileError) {
    self.header = header
    self.rules = rules
    profiles = ProfileAccumulator(bins: rules.bins)
    bins = BinPlaces(rules)
    if let kind = header?.bins { try bins.take(kind) }
  }

  /// Reads the rows from `start` on; returns where the row begins that the bytes do not hold whole.
  mutating func parse(
    _ bytes: UnsafeRawBufferPointer, from start: Int, final: Bool
  ) throws(ProfileFileError) -> Int {
    var position = start
    while position < bytes.count {
      // The few files of version 1 are libcsv's.
      if header == nil, let row = unsafe PlainProfileRow(bytes, from: position) {
        guard unsafe add(row.fields) else { throw bins.failure ?? .row(rows + 1) }
        unsafe checksum &+= ProfileTable.check(row.checked)
        position = unsafe row.end
        continue
      }
      switch unsafe csv.readRow(bytes, from: position, final: final) {
      case .incomplete: return position
      case .blank(let end): position = end
      case .row(let end):
        guard header == nil ? addFields() : addFieldsOfVersion1() else {
          throw bins.failure ?? .row(rows + 1)
        }
        position = end
      }
    }
    return position
  }

  /// Returns what was read, if it is all that was promised.
  consuming func finish() throws(ProfileFileError) -> (ProfileSums, ProfileFindings) {
    let all = cells.all
    if header == nil, let version = all.head?.version, version != ProfileTable.version {
      throw .version(version)
    }
    guard let expected = header.map({ ($0.rows, $0.checksum) }) ?? cells.end else { throw .noEnd(rows: rows) }
    guard rows == expected.0 else { throw .incomplete(expected: expected.0, found: rows) }
    guard checksum &+ (header == nil ? all.check : 0) == expected.1 else { throw .checksum }
    var counts = RowCounts()
    var span = TimeSpan()
    if header == nil {
      guard all.head != nil else { throw .version(nil) }
      for source in all.sources {
        counts += RowCounts(source)
        span += TimeSpan(source)
      }
      guard counts.used + counts.added == Int64(records) else { throw .checksum }
      counts[.period] += Int64(outside) + closedOutside
      counts[.closed] -= closedOutside
    } else {
      counts.added = Int64(records - outside)
    }
    if let hours = bins.hours, outside > 0, !span.isEmpty {
      span = span.clipped(
        to: hours.lowerBound * BinPlaces.hour...hours.upperBound * BinPlaces.hour - 1_000_000)
    }
    let findings = ProfileFindings(
      provenance: header == nil ? all : nil, stations: stations, counts: counts, span: span,
      isPart: outside > 0 || closedOutside > 0)
    return (profiles.finish().counting(counts, span: span), findings)
  }

  /// Adds the row that libcsv has read.
  private mutating func addFields() -> Bool {
    guard csv.fieldCount == ProfileTable.columns.count else { return false }
    let provenance = unsafe csv.withField(10) { unsafe Array($0.buffer) }
    if !provenance.isEmpty, !cells.take(provenance) { return false }
    guard addRow() else { return false }
    var checked: [UInt8] = []
    for i in 0..<10 {
      if i > 0 { checked.append(UInt8(ascii: ",")) }
      unsafe csv.withField(i) { unsafe checked.append(contentsOf: $0.buffer) }
    }
    checksum &+= ProfileTable.check(checked)
    let details = unsafe csv.withRow { unsafe Self.details(name: $0[7], latitude: $0[8], longitude: $0[9]) }
    if let details {
      stations.merge([StationID(bytes: unsafe csv.withField(0) { unsafe Array($0.buffer) }): details])
    }
    return true
  }

  private static func details(name: Field, latitude: Field, longitude: Field) -> StationDetails? {
    let name = unsafe name.count == 0 ? nil : name.text
    let place = unsafe Double(latitude.text).flatMap { latitude in
      unsafe Double(longitude.text).flatMap { StationDetails.Place(latitude: latitude, longitude: $0) }
    }
    return name == nil && place == nil ? nil : StationDetails(name: name, place: place)
  }

  private mutating func addFieldsOfVersion1() -> Bool {
    csv.fieldCount == ProfileFile.columns.count + 1 && addRow()
  }

  private mutating func addRow() -> Bool {
    unsafe csv.withRow { row in
      guard let fields = unsafe ProfileFields(row, hasLongSum: header != nil) else { return false }
      return unsafe add(fields)
    }
  }

  private mutating func add(_ fields: ProfileFields) -> Bool {
    guard let place = unsafe bins.place(of: fields.bin) else { return false }
    let (tally, closed) = unsafe (fields.tally, fields.closed)
    if header != nil {
      checksum &+= unsafe ProfileFile.check(fields.station.buffer, bin: fields.bin.buffer, tally)
    }
    rows += 1
    records += tally.count
    switch place {
    case .outside:
      outside += tally.count
      closedOutside += closed
    case .bin(let key, let hour):
      let row = unsafe profiles.row(of: fields.station)
      profiles.add(tally, closed: closed, row: row, key: key, hour: hour)
    }
    return true
  }
}

/// Found in a profile file beside its sums.
package struct ProfileFindings: Equatable, Sendable {
  /// Where its sums come from; nil of version 1, which does not remember.
  package var provenance: Provenance?
  /// Names and places.
  package var stations: [StationID: StationDetails] = [:]
  /// The rows of its sources.
  package var counts = RowCounts()
  /// The times of its records.
  package var span = TimeSpan()
  /// Was something left out, by its time?
  package var isPart = false
}

/// Why a profile file cannot be used.
package enum ProfileFileError: Error, Equatable {
  /// Of another version, or its header is damaged.
  case header(String)
  /// Of another version, or its provenance is damaged.
  case version(Int?)
  /// A data row, counted from 1, is not what velibcorr writes.
  case row(Int)
  case incomplete(expected: Int, found: Int)
  /// The last row, which says how many there are, is missing.
  case noEnd(rows: Int)
  case checksum
  /// Its bins are not those of the run, nor hours of the calendar, which can be folded to them.
  case bins(found: BinKind, wanted: BinKind)
  /// It keeps no days to go by.
  case noTimes
  /// It keeps whole hours, and the option names another time.
  case partOfHour(option: String)
  /// `--deduplicate`: of version 1 nobody knows.
  case repeats
}

extension RowCounts {
  /// What a source says of its rows.
  init(_ source: Source) {
    self.init()
    guard let read = source.read else {
      added = source.used
      return
    }
    self.read = read
    for (key, count) in source.leftOut {
      if let reason = LeftOut(key: key) { self[reason] += count }
    }
  }
}

extension TimeSpan {
  /// The times that a source tells.
  package init(_ source: Source) {
    guard let first = source.first.flatMap(LocalTime.init(iso8601:)),
      let last = source.last.flatMap(LocalTime.init(iso8601:))
    else {
      self.init()
      return
    }
    self.init(first: first.ordinal, last: last.ordinal, hasEpochs: source.clock == .epoch)
  }
}
