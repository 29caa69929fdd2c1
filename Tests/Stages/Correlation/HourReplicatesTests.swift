import CCorrelation
import Correlation
import Glibc
import LinearAlgebra
import TestSupport
import Testing

@Suite("DayReplicates of hours of the calendar: sums less those of a day")
struct HourReplicatesTests {
  private static let firstDay = 19_800

  /// Two stations over so many days from 5 h of the first to 20 h of the last: alike on some, with gaps.
  private static func profiles(days: Int, gaps: Int) -> [[Double]] {
    var random = SeededGenerator(seed: UInt64(days * 100 + gaps))
    let count = 24 * days - 8
    var (a, b) = ([Double](), [Double]())
    for _ in 0..<count {
      a.append(.random(in: 0...1, using: &random))
      b.append(0.7 * a.last! + .random(in: 0...0.3, using: &random))
      if Int.random(in: 0..<100, using: &random) < gaps { a[a.count - 1] = .nan }
      if Int.random(in: 0..<100, using: &random) < gaps { b[b.count - 1] = .nan }
    }
    return [a, b]
  }

  /// artanh r over the common hours without those of a day, the first of which has 19; NaN where it is not defined.
  private static func theta(_ profiles: [[Double]], without day: Int) -> Double {
    let places = profiles[0].indices.filter {
      ($0 + 5) / 24 != day && !profiles[0][$0].isNaN && !profiles[1][$0].isNaN
    }
    return ReplicateKernelsTests.theta(places.map { profiles[0][$0] }, places.map { profiles[1][$0] })
  }

  /// Holds theta without each of some days against that.
  private static func check(_ profiles: [[Double]], days: [Int]) throws {
    let full = FullDays(stations: 2, days: days.count, flags: [Bool](repeating: true, count: 2 * days.count))
    for (place, day) in days.enumerated() {
      let replicates = try DayReplicates(
        Matrix(profiles.flatMap { $0 }, columns: profiles[0].count),
        DatedHours(firstHour: 24 * firstDay + 5, count: profiles[0].count),
        without: [firstDay + day], place..<place + 1, of: full, threads: 2)
      var reader = replicates.makeReader()
      for (a, b) in [(0, 1), (1, 0)] {
        let (found, due) = (reader.theta(a, b), theta(profiles, without: day))
        let slack = 1e-13 * (1 + exp(2 * abs(due)))
        #expect(due.isNaN ? found.isNaN : abs(found - due) <= slack, "day \(day): \(found), not \(due)")
      }
    }
  }

  @Test(
    "r without a day over common hours, as artanh: the twin's",
    arguments: [(1, 0), (2, 20), (5, 0), (16, 30), (17, 5), (40, 60)])
  func days(days: Int, gaps: Int) throws {
    try Self.check(Self.profiles(days: days, gaps: gaps), days: Array(0..<days))
  }

  @Test("a day that has nearly all of a station's squares, and a station that is the same all other days")
  func lopsided() throws {
    var profiles = Self.profiles(days: 20, gaps: 3)
    for hour in profiles[0].indices where (hour + 5) / 24 != 7 { profiles[0][hour] *= 1e-6 }
    try Self.check(profiles, days: [0, 6, 7, 8, 19])
    for hour in profiles[0].indices where (hour + 5) / 24 != 7 { profiles[0][hour] = 0.1 }
    try Self.check(profiles, days: [6, 7, 8])
    profiles[0] = profiles[0].map { _ in 0.1 }
    try Self.check(profiles, days: [7])
  }

  @Test("hours in common that are far from a station's mean, and more of such days than a group has")
  func apart() throws {
    var profiles = Self.profiles(days: 40, gaps: 0)
    for hour in profiles[0].indices {
      if hour % 24 < 12 {
        profiles[1][hour] = .nan
      } else {
        profiles[0][hour] = 1e4 + 1e-3 * profiles[0][hour]
      }
    }
    try Self.check(profiles, days: Array(0..<40))
    let all = try DayReplicates(
      Matrix(profiles.flatMap { $0 }, columns: profiles[0].count),
      DatedHours(firstHour: 24 * Self.firstDay + 5, count: profiles[0].count),
      without: (0..<40).map { Self.firstDay + $0 }, 0..<40,
      of: FullDays(stations: 2, days: 40, flags: [Bool](repeating: true, count: 80)), threads: 1)
    var (reader, found, due) = (all.makeReader(), DayMoments(), DayMoments())
    reader.add(0, 1, to: &found)
    for day in 0..<40 { due.add(Self.theta(profiles, without: day)) }
    let rule = DayIntervalRule(mostDays: 40)
    #expect(abs(rule.leastMagnitude(of: 0.5, found) - rule.leastMagnitude(of: 0.5, due)) < 1e-6)
  }

  @Test("the same bits on each CPU")
  func variants() {
    var random = SeededGenerator(seed: 5)
    let count = 3 * 24 * Int(VELIBCORR_DAY_GROUP)
    let rows = (0..<2).map { _ in
      (0..<count).map { _ in
        Int.random(in: 0..<9, using: &random) == 0 ? Double.nan : .random(in: -1...1, using: &random)
      }
    }
    var first: [UInt64]?
    for variant in ReplicateKernelsTests.variants {
      let days = 3 * Int(VELIBCORR_DAY_GROUP)
      var (thetas, isDoubtful) = ([Double](repeating: 0, count: days), [UInt8](repeating: 2, count: days))
      velibcorr_replicates_of_hours_by(variant, rows[0], rows[1], 3, &thetas, &isDoubtful)
      #expect(isDoubtful.allSatisfy { $0 == 0 })
      let bits = thetas.map(\.bitPattern)
      if let first { #expect(bits == first, "\(variant)") }
      first = bits
    }
  }
}
