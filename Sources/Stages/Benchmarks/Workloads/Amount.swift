/// How much work a workload is, for rates.
package struct Amount: Sendable, Equatable {
  package let items: Int
  /// What an item is, in the plural.
  package let unit: String
  /// Floating-point operations by the customary count; none where there is no such count.
  package let flops: Double?
  /// Bytes that go from rank to rank; none where that is not the point.
  package let bytes: Double?

  package init(items: Int, unit: String, flops: Double? = nil, bytes: Double? = nil) {
    self.items = items
    self.unit = unit
    self.flops = flops
    self.bytes = bytes
  }
}
