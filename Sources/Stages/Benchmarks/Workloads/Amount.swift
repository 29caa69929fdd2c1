/// How much work a workload is, for rates.
package struct Amount: Sendable, Equatable {
  /// Things that the run makes or moves: matrices, points, messages.
  package let items: Int
  /// The name of an item, in the plural.
  package let unit: String
  /// Floating-point operations by the customary count; none where there is no such count.
  package let flops: Double?
  /// Bytes that go from rank to rank; none where that is not the point.
  package let bytes: Double?

  /// Work of so many items, with the counts that make sense for it.
  package init(items: Int, unit: String, flops: Double? = nil, bytes: Double? = nil) {
    self.items = items
    self.unit = unit
    self.flops = flops
    self.bytes = bytes
  }

  /// As a multiple of another amount of the same work: of operations, where they are counted, else of items.
  package func ratio(to other: Amount) -> Double {
    if let flops, let others = other.flops, others > 0 { return flops / others }
    return Double(items) / Double(max(1, other.items))
  }
}
