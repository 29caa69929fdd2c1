import CRMath

/// The standard normal distribution, by R's mathematics library.
package enum Normal {
  /// P(Z > z) (`pnorm5`).
  package static func upperTail(_ z: Double) -> Double { pnorm5(z, 0, 1, 0, 0) }
}
