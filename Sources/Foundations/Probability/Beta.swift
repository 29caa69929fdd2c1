import CRMath

/// The beta distribution with shapes a and b, both above zero, by R's mathematics library. Tails keep their digits:
/// neither is one less the other.
package struct Beta: Sendable {
  private let (a, b): (Double, Double)

  /// The distribution with shapes a and b.
  package init(_ a: Double, _ b: Double) { (self.a, self.b) = (a, b) }

  /// P(X <= x), the regularised incomplete beta function I_x(a, b) (`pbeta`, after Didonato and Morris 1992).
  package func lowerTail(_ x: Double) -> Double { pbeta(x, a, b, 1, 0) }

  /// P(X > x).
  package func upperTail(_ x: Double) -> Double { pbeta(x, a, b, 0, 0) }

  /// log P(X <= x), where that may be too small for a double, too.
  package func logLowerTail(_ x: Double) -> Double { pbeta(x, a, b, 1, 1) }

  /// log P(X > x).
  package func logUpperTail(_ x: Double) -> Double { pbeta(x, a, b, 0, 1) }
}
