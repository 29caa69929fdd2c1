import CCorrelation
import Glibc
import LinearAlgebra
import Workers

/// The profiles of all stations without one day or another, for the r of any pair without each of the days.
///
/// Pearson's r, and Spearman's of stations that lack no bin, are products of rows that hold all days bin by bin, as
/// `velibcorr_replicates` wants them: 8 bytes for each station, bin and day. Of hours of the calendar Pearson's r is what sums
/// leave without those of a day (`HourReplicates`). Other r are counted anew without each day.
package final class DayReplicates: Sendable {
  /// The days whose profiles these are.
  private let range: Range<Int>
  private let bins: Int
  /// Stations x groups x bins x days of a group; without columns for Kendall's.
  private let rows: Matrix
  /// By station: has it all bins, whichever day is taken off?
  private let isComplete: [Bool]
  /// By day, where r is counted.
  private let counted: [any ReplicateTiles]
  private let full: FullDays
  /// Where bins are hours of the calendar, instead of all others.
  private let hours: HourReplicates?

  private static let group = Int(VELIBCORR_DAY_GROUP)

  /// Bytes of those of so many stations, bins and days.
  package static func bytes(stations: Int, bins: Int, days: Int, _ method: CorrelationMethod) -> Int {
    let padded = (days + group - 1) / group * group
    // Orders take a double each, too.
    return stations * bins * (padded + (method == .pearson ? 0 : 2 * days)) * MemoryLayout<Double>.stride
  }

  /// Of the days in a range of `full`. `makeMeans` gives the means without a day, by its number in `full`: stations x bins, NaN where a station has no record in a bin,
  /// those that are equal the same double. Throws what that throws, `ThreadError`.
  package init(
    _ method: CorrelationMethod, bins: Int, _ range: Range<Int>, of full: FullDays, threads: Int,
    means makeMeans: (_ day: Int) throws -> Matrix
  ) throws {
    let (stations, days) = (full.stations, range.count)
    let groups = (days + Self.group - 1) / Self.group
    var rows = Matrix(rows: stations, columns: method == .kendall ? 0 : groups * bins * Self.group)
    var isComplete = [Bool](repeating: method != .kendall, count: stations)
    var counted: [any ReplicateTiles] = []
    let threads = max(1, min(threads, stations))
    for day in 0..<days {
      let means = try makeMeans(range.lowerBound + day)
      let source = try Source(method, means, threads: threads)
      if case .ranks(let tiles) = source { counted.append(tiles) }
      guard method != .kendall else { continue }
      let first = day / Self.group * bins * Self.group + day % Self.group
      let complete = try unsafe rows.withRows { rows in
        try concurrently(threads) { thread in
          WorkSplit.part(thread, of: threads, count: stations).map { station in
            let row = unsafe rows[station]
            return source.write(station, means) { unsafe row[first + $0 * Self.group] = $1 }
          }
        }
      }.flatMap { $0 }
      for station in 0..<stations where !complete[station] { isComplete[station] = false }
    }
    (self.range, self.full, self.bins, self.isComplete) = (range, full, bins, isComplete)
    self.rows = rows
    hours = nil
    // Without gaps ranks are rows like any.
    self.counted = method == .kendall || isComplete.contains(false) ? counted : []
  }

  /// Bytes of those of Pearson's r over hours of the calendar.
  package static func bytes(stations: Int, _ hours: DatedHours) -> Int {
    HourReplicates.bytes(stations: stations, hours)
  }

  /// For Pearson's r over `hours`, of which a day that is taken off leaves the others as they are. `means`: stations x hours, NaN
  /// where a station has no record in an hour; `days`, since 1970-01-01, are those in `range` of `full`. Throws `ThreadError`.
  package init(
    _ means: borrowing Matrix, _ hours: DatedHours, without days: [Int], _ range: Range<Int>,
    of full: FullDays,
    threads: Int
  ) throws {
    precondition(days.count == range.count)
    (self.range, self.full, bins) = (range, full, hours.count)
    (isComplete, counted) = ([], [])
    rows = Matrix(rows: 0, columns: 0)
    self.hours = try HourReplicates(means, hours, without: days, threads: threads)
  }

  /// Working memory of one thread.
  package struct Reader {
    fileprivate let replicates: DayReplicates
    fileprivate var thetas: [Double]
    fileprivate var scratch = HourReplicates.Scratch()

    /// Theta of two stations without the first of the days.
    package mutating func theta(_ a: Int, _ b: Int) -> Double {
      replicates.write(a, b, to: &thetas, &scratch)
      return thetas[0]
    }

    /// Adds theta of two stations without each of the days on which one of them has records.
    package mutating func add(_ a: Int, _ b: Int, to moments: inout DayMoments) {
      replicates.write(a, b, to: &thetas, &scratch)
      let full = replicates.full
      for (place, day) in replicates.range.enumerated() where full[a, day] || full[b, day] {
        moments.add(thetas[place])
      }
    }
  }

  /// For one thread.
  package func makeReader() -> Reader {
    Reader(
      replicates: self,
      thetas: [Double](repeating: .nan, count: (range.count + Self.group - 1) / Self.group * Self.group))
  }

  private func write(_ a: Int, _ b: Int, to thetas: inout [Double], _ scratch: inout HourReplicates.Scratch) {
    if let hours { return hours.write(a, b, to: &thetas, &scratch) }
    guard counted.isEmpty || (isComplete[a] && isComplete[b]) else {
      for (day, tiles) in counted.enumerated() { thetas[day] = tiles.theta(a, b) }
      return
    }
    let groups = thetas.count / Self.group
    unsafe rows.withRow(a) { rowA in
      unsafe rows.withRow(b) { rowB in
        if isComplete[a] && isComplete[b] {
          unsafe velibcorr_replicates(rowA.baseAddress!, rowB.baseAddress!, bins, groups, &thetas)
        } else {
          unsafe velibcorr_replicates_with_gaps(rowA.baseAddress!, rowB.baseAddress!, bins, groups, &thetas)
        }
      }
    }
  }
}

/// By station, the days on which it has records in half of the hours.
package struct FullDays: Sendable {
  /// The numbers of stations and days.
  package let stations, days: Int
  private let flags: [Bool]

  /// `flags` are row-major, stations x days.
  package init(stations: Int, days: Int, flags: [Bool]) {
    precondition(flags.count == stations * days)
    (self.stations, self.days, self.flags) = (stations, days, flags)
  }

  /// Is the day one of a station's?
  @inline(__always)
  package subscript(station: Int, day: Int) -> Bool { flags[station * days + day] }
}

/// What rows are made of.
private enum Source: Sendable {
  case means
  case ranks(any ReplicateTiles)

  init(_ method: CorrelationMethod, _ means: borrowing Matrix, threads: Int) throws {
    switch method {
    case .pearson: self = .means
    case .spearman:
      let profiles = try OrderedProfiles(means, threads: threads)
      self = .ranks(SpearmanTiles(profiles, minimumBins: fewestCommonBins))
    case .kendall:
      let profiles = try OrderedProfiles(means, threads: threads)
      self = .ranks(KendallTiles(profiles, minimumBins: fewestCommonBins, mostSignedBins: 0))
    }
  }

  /// Writes a station's numbers, of mean 0 and norm 1 if it has all bins; returns whether it has.
  func write(_ station: Int, _ means: borrowing Matrix, _ write: (_ bin: Int, _ number: Double) -> Void)
    -> Bool
  {
    var numbers: [Double]
    switch self {
    case .means: numbers = unsafe means.withRow(station) { unsafe Array($0) }
    case .ranks(let tiles): numbers = tiles.ranks(of: station)
    }
    let isComplete = unsafe means.withRow(station) { unsafe !$0.contains(where: \.isNaN) }
    if isComplete { numbers.standardise() }
    for (bin, number) in numbers.enumerated() { write(bin, number) }
    return isComplete
  }
}

extension [Double] {
  /// To mean 0 and norm 1; NaN where all are the same.
  fileprivate mutating func standardise() {
    guard let first, contains(where: { $0 != first }) else {
      self = [Double](repeating: .nan, count: count)
      return
    }
    // From an origin among the values, differences of like values are exact, however small they are.
    let mean = reduce(0) { $0 + ($1 - first) } / Double(count)
    for place in indices { self[place] = self[place] - first - mean }
    let norm = reduce(0) { $0 + $1 * $1 }.squareRoot()
    for place in indices { self[place] /= norm }
  }
}

/// With fewer, r is 1 or -1 by arithmetic.
private let fewestCommonBins = 3

/// r that is counted anew without each day.
private protocol ReplicateTiles: OrdinalTiles {
  /// The average ranks of a station, doubled and centred.
  func ranks(of station: Int) -> [Double]
}

extension ReplicateTiles {
  func ranks(of station: Int) -> [Double] {
    var ranks = [Double](repeating: 0, count: bins)
    unsafe ranks.withUnsafeMutableBufferPointer {
      _ = unsafe profiles.writeDeviations(of: station, to: $0.baseAddress!)
    }
    return ranks
  }

  /// artanh r; NaN where r is not defined.
  func theta(_ a: Int, _ b: Int) -> Double {
    guard commonBins(a, b) >= minimumBins else { return .nan }
    let sums = sums(a, b)
    guard let divisor = divisor(sums.squaresA, sums.squaresB) else { return .nan }
    let r = clamped(sums.product / divisor)
    return r.magnitude <= 1 - 1e-12 ? atanh(r) : .nan
  }
}

extension SpearmanTiles: ReplicateTiles {}
extension KendallTiles: ReplicateTiles {}
