/// The outcome of a verification: a quantity that must not be above its limit.
package struct Verdict: Sendable {
  /// The measure of the results, for people: "wrong words".
  package let quantity: String
  /// The worst that was found. A NaN never passes.
  package let value: Double
  /// The greatest `value` that passes.
  package let limit: Double
  /// Observations beside the measure: "2 singular matrices".
  package let remarks: [String]

  /// A quantity with the worst that was found of it.
  package init(_ quantity: String, value: Double, limit: Double, remarks: [String] = []) {
    self.quantity = quantity
    self.value = value
    self.limit = limit
    self.remarks = remarks
  }

  /// Is the value at most the limit?
  package var passed: Bool { value <= limit }

  /// Is it farther above its limit, or nearer to it?
  func isWorse(than other: Verdict) -> Bool {
    guard !value.isNaN else { return !other.value.isNaN }
    return value * other.limit > other.value * limit
  }
}
