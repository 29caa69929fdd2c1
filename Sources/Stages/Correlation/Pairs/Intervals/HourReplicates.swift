import CCorrelation
import LinearAlgebra
import Workers

/// The profiles of all stations by hours of the calendar, for Pearson's r of any pair without each of some days: an hour is of
/// one day, so r without it is what the sums of all hours leave (`velibcorr_replicates_of_hours`). 8 bytes for each station and
/// hour of whole groups of days.
final class HourReplicates: Sendable {
  /// Stations x groups of days x 24 hours x days of a group, about each station's mean; NaN where an hour is missing.
  private let rows: Matrix
  private let groups: Int
  /// By day that is taken off: which it is of those that the rows have.
  private let lanes: [Int]

  private static let group = Int(VELIBCORR_DAY_GROUP)

  /// Groups of days that so many hours are in.
  static func groups(_ hours: DatedHours) -> Int {
    (hours.firstHour % 24 + hours.count + 24 * group - 1) / (24 * group)
  }

  /// Bytes of those of so many stations.
  static func bytes(stations: Int, _ hours: DatedHours) -> Int {
    stations * groups(hours) * 24 * group * MemoryLayout<Double>.stride
  }

  /// `means`: stations x `hours`, NaN where a station has no record in an hour; of the days (since 1970-01-01) that are taken
  /// off. Throws `ThreadError`.
  init(_ means: borrowing Matrix, _ hours: DatedHours, without days: [Int], threads: Int) throws {
    let groups = Self.groups(hours)
    let firstDay = hours.firstHour / 24
    var rows = Matrix(rows: means.rows, columns: groups * 24 * Self.group)
    let threads = max(1, min(threads, means.rows))
    let copy = means.copy()
    _ = try unsafe rows.withRows { rows in
      try concurrently(threads) { thread in
        for station in WorkSplit.part(thread, of: threads, count: copy.rows) {
          let row = unsafe rows[station]
          for place in 0..<groups * 24 * Self.group { unsafe row[place] = .nan }
          let numbers = unsafe copy.withRow(station) { unsafe Array($0) }.centred()
          for (bin, number) in numbers.enumerated() {
            let hour = hours.firstHour + bin
            unsafe row[Self.place(hour / 24 - firstDay, hour % 24)] = number
          }
        }
      }
    }
    self.groups = groups
    self.rows = rows
    lanes = days.map { $0 - firstDay }
  }

  /// Where a row has an hour of a day.
  private static func place(_ lane: Int, _ hour: Int) -> Int {
    (lane / group * 24 + hour) * group + lane % group
  }

  /// Working memory of one thread.
  struct Scratch {
    fileprivate var thetas: [Double] = []
    fileprivate var isDoubtful: [UInt8] = []
    /// Rows of which each day that is worked on lacks its hours.
    fileprivate var a: [Double] = []
    fileprivate var b: [Double] = []
  }

  /// Writes theta of two stations without each of the days.
  func write(_ a: Int, _ b: Int, to thetas: inout [Double], _ scratch: inout Scratch) {
    if scratch.thetas.isEmpty {
      scratch.thetas = [Double](repeating: .nan, count: groups * Self.group)
      scratch.isDoubtful = [UInt8](repeating: 0, count: groups * Self.group)
    }
    unsafe rows.withRow(a) { rowA in
      unsafe rows.withRow(b) { rowB in
        unsafe velibcorr_replicates_of_hours(
          rowA.baseAddress!, rowB.baseAddress!, groups, &scratch.thetas, &scratch.isDoubtful)
      }
    }
    var doubtful: [Int] = []
    for (place, lane) in lanes.enumerated() {
      thetas[place] = scratch.thetas[lane]
      if scratch.isDoubtful[lane] != 0 { doubtful.append(place) }
    }
    for start in stride(from: 0, to: doubtful.count, by: Self.group) {
      let some = doubtful[start..<min(doubtful.count, start + Self.group)]
      let anew = counted(a, b, without: some.map { lanes[$0] }, &scratch)
      for (place, theta) in zip(some, anew) { thetas[place] = theta }
    }
  }

  /// Theta without each of some days, at most as many as a group has, from the hours that are left.
  private func counted(_ a: Int, _ b: Int, without some: [Int], _ scratch: inout Scratch) -> [Double] {
    let hours = groups * Self.group * 24
    fill(&scratch.a, with: a, without: some)
    fill(&scratch.b, with: b, without: some)
    var found = [Double](repeating: .nan, count: Self.group)
    unsafe velibcorr_replicates_with_gaps(scratch.a, scratch.b, hours, 1, &found)
    return Array(found.prefix(some.count))
  }

  private func fill(_ numbers: inout [Double], with station: Int, without some: [Int]) {
    let days = groups * Self.group
    numbers = [Double](repeating: .nan, count: days * 24 * Self.group)
    unsafe rows.withRow(station) { row in
      for lane in 0..<days {
        for hour in 0..<24 {
          let number = unsafe row[Self.place(lane, hour)]
          for (column, day) in some.enumerated() where day != lane {
            numbers[(lane * 24 + hour) * Self.group + column] = number
          }
        }
      }
    }
  }
}

/// Hours of the calendar, one after the other.
package struct DatedHours: Sendable {
  /// Since 1970-01-01 0 h, and how many.
  package let firstHour, count: Int

  /// At least one hour, none before 1970.
  package init(firstHour: Int, count: Int) {
    precondition(firstHour >= 0 && count > 0)
    (self.firstHour, self.count) = (firstHour, count)
  }
}

extension [Double] {
  /// About the mean of those that are known; of like ones, exactly 0.
  fileprivate func centred() -> [Double] {
    guard let origin = first(where: { !$0.isNaN }) else { return self }
    let known = lazy.filter { !$0.isNaN }
    let mean = known.reduce(0) { $0 + ($1 - origin) } / Double(known.count)
    return map { $0 - origin - mean }
  }
}
