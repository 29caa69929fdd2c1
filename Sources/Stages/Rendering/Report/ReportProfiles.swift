import Availability
import Compression

/// What a report shows of some stations' profiles, in their order: the share of free docks by hour of the day and, where
/// the bins tell it, by hour of the week, and which bins a station has.
package struct ReportProfiles: Equatable, Sendable {
  /// A share of 1; `missing` stands for an hour without records.
  package static let scale = 10_000.0
  /// Stands for an hour without records.
  package static let missing = UInt16.max

  /// Stations x 24.
  package private(set) var day: [UInt16] = []
  /// Stations x 168, from Monday 0 h on; empty where the day of the week is not known.
  package private(set) var week: [UInt16] = []
  /// Of each station a bit for each bin, the lowest first, in whole bytes.
  package private(set) var bins: [UInt8] = []
  /// The number of stations.
  package private(set) var count = 0

  /// Of all stations of `profiles`. Sums are exact, so an hour's mean is that of its records, in whatever bins they were.
  package init(_ profiles: HourlyProfiles) {
    let hours = (0..<profiles.bins.count).map { profiles.bins.hourOfWeek($0) }
    let hasDays = profiles.bins.kind != .hourOfDay
    let width = profiles.bins.count
    profiles.forEachBlock(of: 0..<profiles.stations.count) { block, tallies in
      for station in block.indices {
        let start = tallies.startIndex + (station - block.lowerBound) * width
        add(tallies[start..<start + width], hours: hours, hasDays: hasDays)
      }
    }
  }

  private mutating func add(_ tallies: ArraySlice<Tally>, hours: [Int], hasDays: Bool) {
    var ofDay = [Tally](repeating: Tally(), count: 24)
    var ofWeek = [Tally](repeating: Tally(), count: hasDays ? 168 : 0)
    var mask = [UInt8](repeating: 0, count: (tallies.count + 7) / 8)
    for (bin, tally) in tallies.enumerated() where tally.count > 0 {
      ofDay[hours[bin] % 24] += tally
      if hasDays { ofWeek[hours[bin]] += tally }
      mask[bin / 8] |= 1 << UInt8(bin % 8)
    }
    func rounded(_ tally: Tally) -> UInt16 { tally.mean.map(Self.rounded) ?? Self.missing }
    day += ofDay.map(rounded)
    week += ofWeek.map(rounded)
    bins += mask
    count += 1
  }
}

extension ReportProfiles {
  /// Bins that the stations at two places both have.
  package func commonBins(_ a: Int, _ b: Int) -> Int {
    let width = bins.count / max(1, count)
    return (0..<width).reduce(0) { sum, i in
      sum + (bins[a * width + i] & bins[b * width + i]).nonzeroBitCount
    }
  }

  /// A share as a page has it: 0 and 1 are nothing but exactly these, so that they prove all records of an hour.
  package static func rounded(_ share: Double) -> UInt16 {
    if share == 0 || share == 1 { return UInt16(share * scale) }
    return UInt16(min(scale - 1, max(1, (share * scale).rounded())))
  }

  private init() {}

  var packedBins: [UInt8] { ZlibText.pack(bins) }

  /// Those of several ranks, one after the other.
  package init(joining parts: [ReportProfiles]) {
    for part in parts {
      day += part.day
      week += part.week
      bins += part.bins
      count += part.count
    }
  }

  /// The stations at these places; nothing is known of one without a place.
  package func ordered(_ order: [Int?]) -> ReportProfiles {
    func pick<Element>(_ rows: [Element], missing: Element) -> [Element] {
      let width = rows.count / max(1, count)
      let none = [Element](repeating: missing, count: width)[...]
      return order.flatMap { $0.map { rows[$0 * width..<($0 + 1) * width] } ?? none }
    }
    var ordered = ReportProfiles()
    (ordered.day, ordered.week) = (pick(day, missing: Self.missing), pick(week, missing: Self.missing))
    (ordered.bins, ordered.count) = (pick(bins, missing: 0), order.count)
    return ordered
  }
}

extension ReportProfiles {
  /// As they are sent between ranks.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * (day.count + week.count) + bins.count)
    for numbers in [day, week] {
      for number in numbers {
        bytes.append(UInt8(number >> 8))
        bytes.append(UInt8(number & 0xFF))
      }
    }
    return bytes + bins
  }

  /// Of so many stations whose profiles have these bins.
  package init(bytes: [UInt8], stations: Int, bins kind: HourBins) {
    let numbers = (24 + (kind.kind == .hourOfDay ? 0 : 168)) * stations
    precondition(bytes.count == 2 * numbers + stations * ((kind.count + 7) / 8))
    let values = (0..<numbers).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
    (day, week) = (Array(values.prefix(24 * stations)), Array(values.dropFirst(24 * stations)))
    (bins, count) = (Array(bytes.dropFirst(2 * numbers)), stations)
  }
}

extension HourBins {
  /// The hour of the week, from Monday 0 h on, that a bin is of; of the day where that is all that is known.
  fileprivate func hourOfWeek(_ bin: Int) -> Int {
    guard kind == .series else { return bin }
    let hour = firstHour + bin
    // Before 1970 hours are negative.
    let hourOfDay = (hour % 24 + 24) % 24
    return 24 * CivilDate(day: (hour - hourOfDay) / 24).weekday + hourOfDay
  }
}
