import Glibc
import Probability

/// How far r of two stations may be from what other days would give: an interval by the jackknife over days.
///
/// With theta = artanh r, theta_d the same without day d, and D days on which one of the two has records in half of the hours,
///
///     se^2 = (D - 1) / D sum (theta_d - mean theta_d)^2        low, high = tanh(theta -+ t se)
///
/// t the 97.5 % quantile of Student's t of D - 1 degrees of freedom (M. Quenouille 1956; B. Efron and C. Stein, "The jackknife
/// estimate of variance", 1981).
package struct DayInterval: Equatable, Sendable {
  /// The standard error of artanh r.
  package let standardError: Double
  /// The ends.
  package let low, high: Double
}

/// What theta of two stations is without one day or another: sums in the order of the days.
package struct DayMoments: Sendable {
  private var first = 0.0
  private var sum = 0.0
  private var squares = 0.0
  /// Days that were taken off.
  package private(set) var count = 0

  /// Without a day.
  package init() {}

  /// Adds theta without one more day; NaN where r is not defined without it.
  @inline(__always)
  package mutating func add(_ theta: Double) {
    if count == 0 { first = theta }
    // From a value among them, days that make no difference leave exactly none.
    let difference = theta - first
    sum += difference
    squares += difference * difference
    count += 1
  }

  /// The standard error of theta; NaN where a replicate is not defined.
  package var standardError: Double {
    let days = Double(count)
    let scatter = squares - sum * sum / days
    return ((days - 1) / days * (scatter < 0 ? 0 : scatter)).squareRoot()
  }
}

/// The intervals that days give.
package struct DayIntervalRule: Sendable {
  /// By number of days: the quantile of Student's t.
  private let quantiles: [Double]

  /// Fewer days give no interval.
  package static let fewestDays = 5

  /// Of up to so many days.
  package init(mostDays: Int) {
    quantiles = (0...max(0, mostDays)).map { days in
      days < Self.fewestDays ? .nan : StudentT(freedom: Double(days - 1)).quantile(0.975)
    }
  }

  /// Of the correlation r of two stations; nil of few days, where r is not defined without one of them, or where |r| is 1, but
  /// for 10^-12.
  package func interval(of r: Double, _ moments: DayMoments) -> DayInterval? {
    guard moments.count >= Self.fewestDays, r.magnitude <= 1 - 1e-12 else { return nil }
    let error = moments.standardError
    guard error.isFinite else { return nil }
    let (theta, reach) = (atanh(r), quantiles[moments.count] * error)
    return DayInterval(standardError: error, low: tanh(theta - reach), high: tanh(theta + reach))
  }

  /// The least |r| in the interval of r: 0 where it includes 0, and where there is none.
  package func leastMagnitude(of r: Double, _ moments: DayMoments) -> Double {
    guard let interval = interval(of: r, moments) else { return 0 }
    return max(0, r < 0 ? -interval.high : interval.low)
  }
}
