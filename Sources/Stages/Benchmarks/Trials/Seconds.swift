import Glibc

/// From one instant to another.
func seconds(_ start: ContinuousClock.Instant, _ end: ContinuousClock.Instant) -> Double {
  start.duration(to: end) / .seconds(1)
}

/// Seconds of the clock that all processes of a host share.
func secondsOfHost() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
