import LinearAlgebra

/// How many independent hours two profiles are worth: fewer than they have, as each hour resembles the next.
///
/// Defined as `LagRule` says, of exact tallies, rounded to 12 significant bits. A product of autocorrelations proposes;
/// whole numbers decide where its bound leaves the rounding open, for about one of 10^9 pairs of days. So they are the same
/// on every machine, and p has few classes of degrees of freedom.
package final class EffectiveHours: Sendable {
  private let source: any LagSource
  private let binCount: Int
  private let rule: LagRule
  private let lags: Autocorrelations
  /// Of the product of two rows, relative to their norms; and of what is made of it.
  private let productError: Double
  /// Of the hours of any two stations whose sum is 1/4 or more, relative; in units of the last bit.
  private let doubt: Double
  private let doubtfulBits: Int
  /// Has every station every bin?
  private let isComplete: Bool

  /// Of all stations of some profiles. Throws `ThreadError`.
  package init(_ source: some LagSource, _ rule: LagRule, threads: Int = 1) throws {
    self.source = source
    binCount = source.bins
    self.rule = rule
    lags = try Autocorrelations(source, rule, threads: threads)
    productError = Double(lags.rows.columns + 4) * 0x1p-53
    let (norm, error) = (lags.norms.max() ?? 0, lags.errors.max() ?? 0)
    // As in `hours`; a sum of 1/4 makes it four times as much.
    let doubt = 4 * (2 * error * norm + error * error + productError * norm * norm) + 0x1p-42
    self.doubt = doubt
    doubtfulBits = doubt < 0x1p-20 ? Int(doubt * 0x1p53) + 1 : .max
    isComplete = (0..<source.stations).allSatisfy { source.commonBins($0, $0) == source.bins }
  }

  /// The same as `hours` with a product, for very many pairs.
  @inline(__always)
  func hoursInTile(_ a: Int, _ b: Int, product: Double) -> Double {
    let sum = 1 + product
    guard isComplete, rule == .circular, sum >= 0.25, doubtfulBits < 1 << 40 else {
      return hours(a, b, product: product, common: source.commonBins(a, b))
    }
    let bins = Double(binCount)
    let hours = 1 + bins / sum
    if hours * (1 - doubt) >= bins { return bins }
    // How far is it from where rounding turns?
    let bits = hours.bitPattern
    let distance = Int(bits & ((1 << 41) - 1)) - (1 << 40)
    if hours * (1 + doubt) < bins, abs(distance) > doubtfulBits {
      return Double(bitPattern: (bits + (1 << 40)) & ~((1 << 41) - 1))
    }
    return self.hours(a, b, product: product, common: binCount)
  }

  /// The same of a pair with `common` bins in common.
  func hoursInTile(_ a: Int, _ b: Int, product: Double, common: Int) -> Double {
    isComplete
      ? hoursInTile(a, b, product: product) : hours(a, b, product: product, common: common)
  }

  /// Bins of a profile.
  package var bins: Int { source.bins }

  /// How near to where rounding turns hours have to be decided one by one, in units of the last bit, where a sum of 1/4
  /// or more is known well enough; nil where it is not.
  var doubtInKernel: Int? { doubtfulBits < 1 << 32 ? doubtfulBits : nil }
  /// Of days or weeks.
  var isCircular: Bool { rule == .circular }

  /// Of two stations, each of which has a bin and a profile that varies.
  package func hours(_ a: Int, _ b: Int) -> Double {
    let product = unsafe lags.rows.withRow(a) { a in
      unsafe lags.rows.withRow(b) { b in
        unsafe Self.product(a, b)
      }
    }
    return hours(a, b, product: product, common: source.commonBins(a, b))
  }

  /// By sums side by side, as one alone would wait for itself.
  private static func product(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>) -> Double {
    typealias Lanes = SIMD8<Double>
    let (left, right) = (UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
    var sums = Lanes()
    let whole = a.count / Lanes.scalarCount * Lanes.scalarCount
    for first in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let place = first * MemoryLayout<Double>.stride
      sums +=
        unsafe left.loadUnaligned(fromByteOffset: place, as: Lanes.self)
        * right.loadUnaligned(fromByteOffset: place, as: Lanes.self)
    }
    var sum = sums.sum()
    for lag in whole..<a.count { sum += unsafe a[lag] * b[lag] }
    return sum
  }

  /// The products of stations' rows, which `hours` wants.
  package func multiply(_ rows: Range<Int>, _ columns: Range<Int>, into products: inout Matrix) {
    guard lags.rows.columns > 0 else { return products.fill(rows.count, columns.count, with: 0) }
    if rows == columns {
      multiplyRows(of: lags.rows, rows, into: &products)
    } else {
      multiplyRows(of: lags.rows, rows, by: lags.rows, columns, into: &products)
    }
  }

  /// Of two stations with `common` bins in common, whose rows have that product.
  @inline(__always)
  package func hours(_ a: Int, _ b: Int, product: Double, common: Int) -> Double {
    let sum = 1 + product
    let (normA, normB) = (lags.norms[a], lags.norms[b])
    let (errorA, errorB) = (lags.errors[a], lags.errors[b])
    // The last term is for what is rounded from the sum on.
    let error =
      errorA * normB + errorB * normA + errorA * errorB + productError * normA * normB + 0x1p-44 * (1 + sum)
    if error.isFinite {
      let (common, bins) = (Double(common), Double(source.bins))
      let least = rule.hours(sum: sum + error, common: common, bins: bins).roundedToTwelveBits
      let most = rule.hours(sum: sum - error, common: common, bins: bins).roundedToTwelveBits
      if least == most { return least }
    }
    return ExactLags.hours(
      ExactLags(source, rule, a), ExactLags(source, rule, b), rule, common: common, bins: source.bins)
  }
}
