/// The greatest of some magnitudes; 0 of none, NaN as soon as one of them is, which `max` would forget.
package struct Greatest: Sendable {
  /// The greatest so far.
  package private(set) var value = 0.0

  /// Of no magnitudes: 0.
  package init() {}

  /// Takes one more magnitude, which is not below 0.
  package mutating func take(_ magnitude: Double) {
    if !(magnitude <= value) && !value.isNaN { value = magnitude }
  }
}
