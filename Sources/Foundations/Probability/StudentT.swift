import CRMath

/// Student's t distribution, by R's mathematics library.
package struct StudentT: Sendable {
  private let freedom: Double

  /// Of so many degrees of freedom, above 0.
  package init(freedom: Double) { self.freedom = freedom }

  /// The t below which a share p of it lies, 0 < p < 1 (`qt`).
  package func quantile(_ p: Double) -> Double { qt(p, freedom, 1, 0) }

  /// P(T > t) (`pt`).
  package func upperTail(_ t: Double) -> Double { pt(t, freedom, 0, 0) }
}
