import Availability
import CCorrelation
import LinearAlgebra
import WholeNumbers

/// Pearson's r of single pairs, from the exact sums of their records.
final class PearsonReferee: Referee {
  private let profiles: StandardisedProfiles
  /// Rests of rows, of the first and of the second of a pair: those of a tile are asked for again and again.
  private var first, second: RestRows

  /// `stations`: as many as there are in a tile row.
  init(_ profiles: StandardisedProfiles, stations: Int) {
    self.profiles = profiles
    first = RestRows(profiles, stations: stations)
    second = RestRows(profiles, stations: stations)
  }

  /// Of complete profiles with so many bins that the roundings of their sum count.
  func careful(_ a: Int, _ b: Int) -> (r: Double, error: Double)? {
    guard profiles.bins >= 64, profiles.hasAllBins(a), profiles.hasAllBins(b) else { return nil }
    guard profiles.delicate(a..<a + 1).isEmpty, profiles.delicate(b..<b + 1).isEmpty else { return nil }
    let r = unsafe profiles.rows.values.withRow(a) { a in
      unsafe profiles.rows.values.withRow(b) { b in
        unsafe velibcorr_careful_dot(a.baseAddress!, b.baseAddress!, a.count)
      }
    }
    // As of a proposal, with other roundings.
    return (r, Proposal.productError(bins: velibcorr_careful_steps(profiles.bins)))
  }

  func precise(_ a: Int, _ b: Int, proposal: Double) -> PreciseNumber {
    profiles.hasAllBins(a) && profiles.hasAllBins(b) ? completely(a, b) : pairwise(a, b)
  }

  /// The error of `velibcorr_precise_dot` and of both rows.
  private func completely(_ a: Int, _ b: Int) -> PreciseNumber {
    var low = 0.0
    let high = unsafe withRows(a, b) { a, b in
      unsafe velibcorr_precise_dot(a.high, a.low, b.high, b.low, profiles.bins, &low)
    }
    return PreciseNumber(high, low, error: 2 * sumError + rowError(a) + rowError(b))
  }

  /// P / sqrt(A B), of the sums of products and squares over the common bins.
  private func pairwise(_ a: Int, _ b: Int) -> PreciseNumber {
    var moments = [Double](repeating: 0, count: 6)
    unsafe withRows(a, b) { x, y in
      unsafe profiles.withPresent(a) { presentX in
        unsafe profiles.withPresent(b) { presentY in
          var x = unsafe velibcorr_profile(high: x.high, low: x.low, present: presentX.baseAddress!)
          var y = unsafe velibcorr_profile(high: y.high, low: y.low, present: presentY.baseAddress!)
          _ = unsafe velibcorr_precise_moments(&x, &y, profiles.bins, &moments)
        }
      }
    }
    let (squareA, squareB) = (moments[2], moments[4])
    guard squareA > 0, squareB > 0 else { return PreciseNumber(0, 0, error: .infinity) }
    let product = DoubleDouble(moments[0], moments[1])
    let squares = DoubleDouble(squareA, moments[3]) * DoubleDouble(squareB, moments[5])
    let r = product / squares.squareRoot
    // Of the product, and of the squares relative to themselves; rows are of norm 1 over more bins.
    let (errorA, errorB) = (2 * sumError + 2 * rowError(a), 2 * sumError + 2 * rowError(b))
    let error = (errorA + errorB) / (squareA * squareB).squareRoot() + errorA / squareA + errorB / squareB
    return PreciseNumber(r.high, r.low, error: error)
  }

  private var sumError: Double {
    let terms = Double(profiles.bins + 16)
    return terms * terms * 0x1p-105
  }

  /// As `velibcorr_standardise` states it, of means up to 1.
  private func rowError(_ station: Int) -> Double { 0x1p-99 * (1 + 1 / profiles.norms[station]) }

  private typealias Row = (high: UnsafePointer<Double>, low: UnsafePointer<Double>)

  private func withRows<R>(_ a: Int, _ b: Int, _ body: (Row, Row) -> R) -> R {
    first.make(a)
    second.make(b)
    return unsafe first.withRests(a) { restA in
      unsafe second.withRests(b) { restB in
        unsafe profiles.rows.values.withRow(a) { rowA in
          unsafe profiles.rows.values.withRow(b) { rowB in
            unsafe body((rowA.baseAddress!, restA), (rowB.baseAddress!, restB))
          }
        }
      }
    }
  }

  /// From means as whole numbers over the least common multiple of their counts, whose units cancel:
  /// P = K sum x y - sum x sum y, A and B alike.
  func exact(_ a: Int, _ b: Int, proposal: Double) -> RootRatio {
    let common = zip(profiles.tallies.tallies(of: a), profiles.tallies.tallies(of: b))
      .filter { $0.count > 0 && $1.count > 0 }
    let (x, y) = (Self.wholes(common.map(\.0)), Self.wholes(common.map(\.1)))
    let square = Self.moment(x, x)
    square.multiply(by: Self.moment(y, y))
    return RootRatio(Self.moment(x, y), overRootOf: square)
  }

  private static func wholes(_ tallies: [Tally]) -> [BigNumber] {
    let unit = BigNumber(1)
    for count in Set(tallies.map(\.count)) { unit.takeLeastCommonMultiple(with: count) }
    return tallies.map { tally in
      let whole = BigNumber()
      whole.set(to: unit)
      whole.divide(by: BigNumber(UInt128(tally.count)))
      whole.multiply(by: BigNumber(tally.sum))
      return whole
    }
  }

  private static func moment(_ x: [BigNumber], _ y: [BigNumber]) -> BigNumber {
    let (moment, sumX, sumY) = (BigNumber(), BigNumber(), BigNumber())
    for (x, y) in zip(x, y) {
      moment.add(x, times: y)
      sumX.add(x)
      sumY.add(y)
    }
    moment.multiply(by: x.count)
    moment.subtract(sumX, times: sumY)
    return moment
  }
}

/// What the elements of some stations' rows lack, made when it is asked for.
private struct RestRows {
  private let profiles: StandardisedProfiles
  private let slots: Int
  /// The station of each slot, -1 before there is one.
  private var stations: [Int]
  private var rests: [Double]
  private var maker: RowMaker
  private var row: [Double]

  private static let mostBytes = 16 << 20

  init(_ profiles: StandardisedProfiles, stations: Int) {
    self.profiles = profiles
    slots = max(1, min(stations, Self.mostBytes / (profiles.bins * MemoryLayout<Double>.stride)))
    self.stations = [Int](repeating: -1, count: slots)
    rests = []
    maker = RowMaker(bins: profiles.bins)
    row = [Double](repeating: 0, count: profiles.bins)
  }

  mutating func make(_ station: Int) {
    let (slot, bins) = (station % slots, profiles.bins)
    guard stations[slot] != station else { return }
    if rests.isEmpty { rests = [Double](repeating: 0, count: slots * bins) }
    stations[slot] = station
    maker.take(profiles.tallies.tallies(of: station)[...])
    unsafe row.withUnsafeMutableBufferPointer { row in
      unsafe rests.withUnsafeMutableBufferPointer { rests in
        _ = unsafe maker.write(to: row, rests: rests.baseAddress! + slot * bins)
      }
    }
  }

  func withRests<R>(_ station: Int, _ body: (UnsafePointer<Double>) -> R) -> R {
    unsafe rests.withUnsafeBufferPointer { unsafe body($0.baseAddress! + station % slots * profiles.bins) }
  }
}
