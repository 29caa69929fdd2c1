import Availability
import CCorrelation
import LinearAlgebra
import WholeNumbers

/// Pearson's r of single pairs, from the exact sums of their records.
@safe final class PearsonReferee: Referee {
  private let profiles: StandardisedProfiles
  /// The rows of `profiles`, one after the other.
  private let rows: UnsafePointer<Double>
  /// Rests of rows, of the first and of the second of a pair.
  private let first, second: RestRows

  init(_ profiles: StandardisedProfiles) {
    self.profiles = profiles
    unsafe rows = profiles.rows.values.withRow(0) { $0.baseAddress! }
    first = RestRows(profiles)
    // Where there is no room for all stations, the two of a pair could take each other's place.
    second = first.hasRoomForAll ? first : RestRows(profiles)
  }

  /// Of complete profiles. Beside those that lack bins a product is better than its tile's bound; of many bins, one with
  /// fewer roundings is better still.
  func careful(_ a: Int, _ b: Int, proposal: Double) -> (r: Double, error: Double)? {
    guard profiles.hasAllBins(a), profiles.hasAllBins(b), !profiles.isDelicate(a), !profiles.isDelicate(b)
    else { return nil }
    if profiles.bins >= Self.manyBins {
      let r = unsafe velibcorr_careful_dot(row(a), row(b), profiles.bins)
      // As of a proposal, with other roundings.
      return (r, Proposal.closeError(bins: velibcorr_careful_steps(profiles.bins)))
    }
    return profiles.isComplete ? nil : (proposal, Proposal.closeError(bins: profiles.bins))
  }

  private static let manyBins = 64

  func precise(_ a: Int, _ b: Int, proposal: Double) -> PreciseNumber {
    profiles.hasAllBins(a) && profiles.hasAllBins(b) ? completely(a, b) : pairwise(a, b)
  }

  /// The error of `velibcorr_precise_dot` and of both rows.
  private func completely(_ a: Int, _ b: Int) -> PreciseNumber {
    var low = 0.0
    let high = unsafe velibcorr_precise_dot(
      row(a), first.rests(of: a), row(b), second.rests(of: b), profiles.bins, &low)
    return PreciseNumber(high, low, error: 2 * sumError + rowError(a) + rowError(b))
  }

  /// P / sqrt(A B), of the sums of products and squares over the common bins.
  private func pairwise(_ a: Int, _ b: Int) -> PreciseNumber {
    let moments = unsafe profiles.withPresent(a, b) { presentA, presentB in
      var x = unsafe velibcorr_profile(high: row(a), low: first.rests(of: a), present: presentA)
      var y = unsafe velibcorr_profile(high: row(b), low: second.rests(of: b), present: presentB)
      return unsafe velibcorr_precise_moments(&x, &y, profiles.bins)
    }
    let (squareA, squareB) = (moments.square_a.0, moments.square_b.0)
    guard squareA > 0, squareB > 0 else { return PreciseNumber(0, 0, error: .infinity) }
    let product = DoubleDouble(moments.product.0, moments.product.1)
    let squares =
      DoubleDouble(squareA, moments.square_a.1) * DoubleDouble(squareB, moments.square_b.1)
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

  private func row(_ station: Int) -> UnsafePointer<Double> { unsafe rows + station * profiles.bins }

  /// From means as whole numbers over the least common multiple of their counts, whose units cancel:
  /// P = K sum x y - sum x sum y, A and B alike.
  func exact(_ a: Int, _ b: Int, proposal: Double) -> RootRatio {
    let common = zip(profiles.tallies.tallies(of: a), profiles.tallies.tallies(of: b))
      .filter { $0.count > 0 && $1.count > 0 }
    let (x, y) = (common.map(\.0).wholes, common.map(\.1).wholes)
    let square = Self.moment(x, x)
    square.multiply(by: Self.moment(y, y))
    return RootRatio(Self.moment(x, y), overRootOf: square)
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

extension [Tally] {
  /// The means as whole numbers, over the least common multiple of their counts; none is empty.
  var wholes: [BigNumber] {
    let unit = BigNumber(1)
    for count in Set(map(\.count)) { unit.takeLeastCommonMultiple(with: count) }
    return map { tally in
      let whole = BigNumber()
      whole.set(to: unit)
      whole.divide(by: BigNumber(UInt128(tally.count)))
      whole.multiply(by: BigNumber(tally.sum))
      return whole
    }
  }
}

/// What the elements of stations' rows lack, made when it is asked for and kept while there is room.
@safe private final class RestRows {
  private let profiles: StandardisedProfiles
  /// The station of each slot, -1 before there is one.
  private var stations: [Int]
  private let rests: UnsafeMutableBufferPointer<Double>
  private var maker: RowMaker
  private let row: UnsafeMutableBufferPointer<Double>
  /// Those that are kept for all stations.
  private let kept: UnsafePointer<Double>?

  private static let mostBytes = 16 << 20

  init(_ profiles: StandardisedProfiles) {
    self.profiles = profiles
    unsafe kept =
      profiles.rests.rows == 0 ? nil : profiles.rests.withRow(0) { $0.baseAddress! }
    let rowBytes = profiles.bins * MemoryLayout<Double>.stride
    let room = max(1, min(profiles.stations, Self.mostBytes / rowBytes))
    let slots = unsafe kept == nil ? room : 0
    stations = [Int](repeating: -1, count: slots)
    unsafe rests = .allocate(capacity: slots * profiles.bins)
    unsafe row = .allocate(capacity: profiles.bins)
    maker = RowMaker(bins: profiles.bins)
  }

  deinit {
    unsafe rests.deallocate()
    unsafe row.deallocate()
  }

  var hasRoomForAll: Bool { unsafe kept != nil || stations.count == profiles.stations }

  /// Valid until another station's are asked for.
  @inline(__always)
  func rests(of station: Int) -> UnsafePointer<Double> {
    if let kept = unsafe kept { return unsafe kept + station * profiles.bins }
    let slot = stations.count == profiles.stations ? station : station % stations.count
    let place = unsafe rests.baseAddress! + slot * profiles.bins
    if stations[slot] != station { unsafe make(station, in: slot, at: place) }
    return unsafe UnsafePointer(place)
  }

  private func make(_ station: Int, in slot: Int, at place: UnsafeMutablePointer<Double>) {
    stations[slot] = station
    maker.take(profiles.tallies.tallies(of: station)[...])
    _ = unsafe maker.write(to: row, rests: place)
  }
}
