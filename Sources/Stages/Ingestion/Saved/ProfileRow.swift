import Availability

/// The fields of a profile file's row that sums are made of.
@unsafe struct ProfileFields {
  let station, bin: Field
  /// Empty where all records of the bin are closed.
  let tally: Tally
  let closed: Int64

  /// Nil where no records can give such numbers.
  @inline(__always)
  init?(_ station: Field, _ bin: Field, records: UInt64, sum: UInt128, closed: UInt64) {
    // As many as a tally has records: sums of any number of rows fit.
    guard closed >> 34 == 0 else { return nil }
    unsafe (self.station, self.bin) = unsafe (station, bin)
    unsafe self.closed = Int64(closed)
    guard records > 0 else {
      unsafe tally = Tally()
      guard sum == 0 && closed > 0 else { return nil }
      return
    }
    guard let tally = Tally(count: records, sum: sum) else { return nil }
    unsafe self.tally = tally
  }

  /// The row that libcsv has read, of version 1 or 2.
  init?(_ row: ScannedRow, hasLongSum: Bool) {
    guard let records = unsafe row[2].shortInteger else { return nil }
    if hasLongSum {
      guard let sum = unsafe row[4].integer else { return nil }
      unsafe self.init(row[0], row[1], records: records, sum: sum, closed: 0)
    } else {
      guard let high = unsafe row[4].shortInteger, let low = unsafe row[5].shortInteger,
        let sum = unsafe Self.sum(high, low), let closed = unsafe row[6].shortInteger
      else { return nil }
      unsafe self.init(row[0], row[1], records: records, sum: sum, closed: closed)
    }
  }

  /// The sum of two columns; nil where the lower has too many bits.
  @inline(__always)
  static func sum(_ high: UInt64, _ low: UInt64) -> UInt128? {
    low >> UInt64(ProfileTable.lowBits) == 0 ? UInt128(high) << ProfileTable.lowBits | UInt128(low) : nil
  }
}

/// A row in which there is nothing for libcsv to decide: no quote, no space around a field, no carriage return; of
/// version 2, without name, place and provenance.
@unsafe struct PlainProfileRow {
  let fields: ProfileFields
  /// Of version 2: all fields but the last.
  let checked: UnsafeRawBufferPointer
  /// After the line feed.
  let end: Int

  /// Longer texts are libcsv's.
  private static let longestText = 64
  /// Six numbers of at most 19 bytes, three texts, and what stands between.
  private static let longestRow = 6 * 20 + 3 * (longestText + 1) + 8

  /// The row that starts at `start`; nil where libcsv is to be asked, near the ends of the bytes too.
  @inline(__always)
  init?(_ bytes: UnsafeRawBufferPointer, from start: Int) {
    guard start >= BlockParser.slack, unsafe bytes.count - start > Self.longestRow,
      let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    else { return nil }
    var scanner = unsafe ProfileScanner(position: base + start)
    guard let station = unsafe scanner.text(Self.longestText),
      let bin = unsafe scanner.text(Self.longestText),
      let records = unsafe scanner.number(), unsafe scanner.skip(Self.longestText),
      let high = unsafe scanner.number(), let low = unsafe scanner.number(),
      let closed = unsafe scanner.number(), unsafe scanner.isAtEmptyEnd,
      let sum = unsafe ProfileFields.sum(high, low),
      let fields = unsafe ProfileFields(station, bin, records: records, sum: sum, closed: closed)
    else { return nil }
    unsafe self.fields = unsafe fields
    unsafe end = unsafe scanner.position - base + 4
    unsafe checked = UnsafeRawBufferPointer(start: base + start, count: end &- 2 &- start)
  }
}

/// Takes plain fields, each up to its comma, from bytes that are known to go on for long enough.
@unsafe private struct ProfileScanner {
  private(set) var position: UnsafePointer<UInt8>

  init(position: UnsafePointer<UInt8>) { unsafe self.position = position }

  /// A text that needs no cleaning, and is not empty.
  @inline(__always)
  mutating func text(_ longest: Int) -> Field? {
    let start = unsafe position
    // A station's name may have a blank within.
    guard unsafe skip(longest, atLeast: 0x20) else { return nil }
    let count = unsafe position - start - 1
    guard unsafe count > 0 && start[0] > 0x20 && start[count - 1] > 0x20 else { return nil }
    return unsafe Field(start, count: count)
  }

  /// Anything without quotes and bytes below `least`, as line ends are.
  @inline(__always)
  mutating func skip(_ longest: Int, atLeast least: UInt8 = 0x21) -> Bool {
    for i in 0...longest {
      let byte = unsafe position[i]
      guard byte != UInt8(ascii: ",") else {
        unsafe position += i + 1
        return true
      }
      guard byte >= least && byte != UInt8(ascii: "\"") else { return false }
    }
    return false
  }

  /// At most 18 digits.
  @inline(__always)
  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    for i in 0...18 {
      let byte = unsafe position[i]
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else {
        guard byte == UInt8(ascii: ",") && i > 0 else { return nil }
        unsafe position += i + 1
        return value
      }
      value = value &* 10 &+ UInt64(digit)
    }
    return nil
  }

  /// Are the last fields empty?
  var isAtEmptyEnd: Bool {
    let comma = UInt8(ascii: ",")
    return unsafe position[0] == comma && position[1] == comma && position[2] == comma
      && position[3] == UInt8(ascii: "\n")
  }
}

extension Field {
  /// The number that the digits are, if there is nothing else and it has at most 18.
  var shortInteger: UInt64? {
    guard unsafe count > 0 && count <= 18 else { return nil }
    var value: UInt64 = 0
    for i in unsafe 0..<count {
      let digit = unsafe start[i] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ UInt64(digit)
    }
    return value
  }

  /// The same of any number below 2^128.
  var integer: UInt128? {
    guard unsafe count > 0 && count <= 39 else { return nil }
    // Eighteen digits at a time: arithmetic of 128 bits is slow.
    var value: UInt128 = 0
    var (part, scale) = (0 as UInt64, 1 as UInt64)
    for i in unsafe 0..<count {
      let digit = unsafe start[i] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      part = part &* 10 &+ UInt64(digit)
      scale &*= 10
      guard unsafe i % 18 == 17 || i == count - 1 else { continue }
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: UInt128(scale))
      let (sum, isStillTooLarge) = product.addingReportingOverflow(UInt128(part))
      guard !isTooLarge && !isStillTooLarge else { return nil }
      value = sum
      (part, scale) = (0, 1)
    }
    return value
  }
}

/// Where the bins of a profile file go: to those of the run, or nowhere, as they are outside its period.
struct BinPlaces: ~Copyable {
  enum Place {
    /// A page of 24 hours, and the hour.
    case bin(key: Int, hour: Int)
    case outside
  }

  /// Microseconds.
  static let hour = 3_600_000_000

  private let rules: RowRules
  private var kind: BinKind?
  /// The names of bins met so far, and the place of each.
  private var labels = StationTable()
  private var places: [Place] = []
  /// Of hours of the calendar, from the first to after the last that is used.
  private(set) var hours: Range<Int>?
  /// Why no bin of this file has a place.
  private(set) var failure: ProfileFileError?

  init(_ rules: RowRules) { self.rules = rules }

  /// The file's bins are of this kind.
  mutating func take(_ kind: BinKind) throws(ProfileFileError) {
    self.kind = kind
    guard kind == rules.bins || kind == .series else { throw .bins(found: kind, wanted: rules.bins) }
    guard rules.since != nil || rules.until != nil || rules.days != nil else { return }
    guard kind == .series else { throw .noTimes }
    for (time, option) in [(rules.since, "--since"), (rules.until, "--until")]
    where (time?.ordinal ?? 0) % Self.hour != 0 {
      throw .partOfHour(option: option)
    }
  }

  /// The place of the bin that a row names; nil when it is none, or `failure` says why.
  mutating func place(of label: Field) -> Place? {
    if let known = unsafe labels.row(of: label) { return places[known] }
    let text = unsafe label.text
    if kind == nil {
      guard let found = BinKind.allCases.first(where: { HourBins.bin(of: text, kind: $0) != nil }) else {
        return nil
      }
      do throws(ProfileFileError) { try take(found) } catch {
        failure = error
        return nil
      }
    }
    guard let kind, let bin = HourBins.bin(of: text, kind: kind), Self.isLogged(bin, kind) else { return nil }
    _ = unsafe labels.insert(label)
    places.append(place(ofBin: bin, kind))
    return places.last
  }

  /// An hour of a year that logs are of: others would make the calendar endless.
  private static func isLogged(_ bin: Int, _ kind: BinKind) -> Bool {
    guard kind == .series else { return true }
    let year = CivilDate(day: HourBins.day(ofHour: bin)).components.year
    return TimestampStyle.loggedYears.contains(year)
  }

  private mutating func place(ofBin bin: Int, _ kind: BinKind) -> Place {
    guard kind == .series else { return .bin(key: bin / 24, hour: bin % 24) }
    let start = bin * Self.hour
    let day = HourBins.day(ofHour: bin)
    guard start >= rules.since?.ordinal ?? .min, start < rules.until?.ordinal ?? .max,
      rules.days?.contains(day) ?? true
    else { return .outside }
    hours = min(hours?.lowerBound ?? bin, bin)..<max(hours?.upperBound ?? bin + 1, bin + 1)
    return .bin(key: rules.bins.key(ofDay: day), hour: bin - 24 * day)
  }
}
