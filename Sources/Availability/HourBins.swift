/// The bins of a profile.
package enum HourBins: Equatable, Sendable {
  /// 24 bins, the hour of the day.
  case hourOfDay

  @inlinable package var count: Int { 24 }

  /// The name of a bin in outputs, `00` to `23`.
  package func label(_ bin: Int) -> String { bin < 10 ? "0\(bin)" : "\(bin)" }
}
