/// Free docks and bikes of a station at a time.
///
/// They depend on the station and that time only: a stale row says what the row of its time says.
struct Counts {
  let free: Int
  let bikes: Int
}

extension Station {
  /// The counts at a minute since 1970-01-01 00:00.
  ///
  /// - Parameters:
  ///   - state: that of the minute's hour.
  ///   - curve: the commuter curve at that minute, in the station's phase.
  ///   - events: what those of its district add to its share, where there are any; then less is its own.
  ///   - noise: 64 random bits, those of the minute.
  @inline(__always)
  func counts(atMinute minute: Int, state: HourDraw, curve: Int, events: Int?, noise: UInt64) -> Counts {
    if kind == .closed || state.isClosed { return Counts(free: 0, bikes: 0) }
    if kind == .constant {
      // One half: the mean of such shares is exact even in floating point, for whoever compares.
      let bikes = (capacity - state.brokenDocks) / 2
      return Counts(free: bikes, bikes: bikes)
    }
    let docks = capacity - state.brokenDocks
    let (hour, after) = minute.quotientAndRemainder(dividingBy: 60)
    let next = HourDraw(self, hour: hour + 1)
    let scale = events == nil ? 5 : 3
    let drift = (state.drift(scale: scale) * (60 - after) + next.drift(scale: scale) * after) / 60
    // Two draws of 0...255, less their mean: small deviations are likelier.
    let jitter = (Int(noise & 0xFF) + Int((noise >> 8) & 0xFF) - 255) / 2
    let share = mean + swing * curve / CommuterCurve.height + (events ?? 0) + drift + jitter
    let bikes = (docks * min(max(share, 0), Self.whole) + Self.whole / 2) / Self.whole
    return Counts(free: docks - bikes, bikes: bikes)
  }
}
