import Availability
import TestSupport
import Testing

@Suite("SeriesTransform: each hour less its mean over others")
struct SeriesTransformTests {
  /// Stations x bins, some missing; of up to four records a bin.
  private static func profiles(_ bins: Int, missing: Double, seed: UInt64) -> HourlyProfiles {
    var random = SeededGenerator(seed: seed)
    let tallies = (0..<4 * bins).map { _ in
      var tally = Tally()
      guard Double.random(in: 0..<1, using: &random) >= missing else { return tally }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let free = UInt32.random(in: 0...30, using: &random)
        tally.add(Share(free: free, bikes: 30 - free)!)
      }
      return tally
    }
    // A Wednesday.
    return HourlyProfiles(
      bins: .series(480_000..<480_000 + bins), stations: (1...4).map { StationID("\($0)") }, tallies: tallies)
  }

  @Test("from four weeks on anomalies go by hours of the week")
  func cells() {
    #expect([24, 671, 672, 673, 8_760].map(SeriesTransform.cells) == [24, 24, 168, 168, 168])
  }

  /// What is left of an hour; nil where there is nothing.
  private static func expected(_ x: [Double?], _ bin: Int, _ transform: SeriesTransform) -> Double? {
    guard let own = x[bin] else { return nil }
    let others: [Double]
    switch transform {
    case .change:
      guard bin > 0, let before = x[bin - 1] else { return nil }
      others = [before]
    case .daily:
      others = x.indices.filter { abs($0 - bin) <= 12 }.compactMap { x[$0] }
      guard others.count >= 13 else { return nil }
    case .anomaly:
      let period = x.count < 672 ? 24 : 168
      others = x.indices.filter { $0 % period == bin % period }.compactMap { x[$0] }
      guard others.count >= 2 else { return nil }
    }
    return own - others.reduce(0, +) / Double(others.count)
  }

  @Test(
    "The definition, with gaps, of short series and long ones", arguments: SeriesTransform.allCases,
    [(1, 0.0), (30, 0.1), (100, 0.5), (700, 0.3)])
  func definition(transform: SeriesTransform, size: (bins: Int, missing: Double)) {
    let profiles = Self.profiles(size.bins, missing: size.missing, seed: 201)
    let found = profiles.transformed(transform)
    #expect(found.stations == profiles.stations && found.bins == profiles.bins)
    for station in 0..<4 {
      let x = profiles.tallies(of: station).map(\.mean)
      for (bin, tally) in found.tallies(of: station).enumerated() {
        let due = Self.expected(x, bin, transform)
        #expect((tally.mean == nil) == (due == nil))
        if let mean = tally.mean, let due { #expect(abs(2 * mean - 1 - due) < 4e-15 && tally.count == 1) }
      }
    }
  }

  @Test(
    "Of a station that never changes nothing is left, to the last bit", arguments: SeriesTransform.allCases)
  func constant(transform: SeriesTransform) {
    var tally = Tally()
    for _ in 0..<3 { tally.add(Share(free: 1, bikes: 6)!) }
    let profiles = HourlyProfiles(
      bins: .series(0..<60), stations: [StationID("1")], tallies: [Tally](repeating: tally, count: 60))
    for tally in profiles.transformed(transform).tallies(of: 0) where tally.count > 0 {
      #expect(tally.sum == 1 << 59)
    }
  }
}
