import Glibc

/// From which size on a way to run a workload takes less time than doing it serially.
package enum BreakEven: Sendable, Equatable {
  /// Already at the smallest size that was tried.
  case always(Int)
  /// From about this size on.
  case from(Int)
  /// Not up to the largest size that was tried.
  case never(Int)

  /// - Parameters:
  ///   - sizes: ascending, each with the times that the two took.
  ///
  /// The ratio of the times is 1 between the last size at which serial was as fast, and the next; where, is
  /// interpolated on logarithmic scales.
  package init(sizes: [Int], serial: [Double], other: [Double]) {
    precondition(!sizes.isEmpty && sizes.count == serial.count && sizes.count == other.count)
    guard let last = sizes.indices.last(where: { other[$0] >= serial[$0] }) else {
      self = .always(sizes[0])
      return
    }
    guard last + 1 < sizes.count else {
      self = .never(sizes[last])
      return
    }
    let (low, high) = (log(Double(sizes[last])), log(Double(sizes[last + 1])))
    let (loss, gain) = (log(other[last] / serial[last]), log(other[last + 1] / serial[last + 1]))
    self = .from(Int(exp(low + (high - low) * loss / (loss - gain)).rounded(.up)))
  }
}
