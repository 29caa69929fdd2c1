/// The greatest of some magnitudes; 0 of none, NaN as soon as one of them is, which `max` would forget.
package struct Greatest: Sendable {
  package private(set) var value = 0.0

  package init() {}

  package mutating func take(_ magnitude: Double) {
    if !(magnitude <= value) && !value.isNaN { value = magnitude }
  }
}
