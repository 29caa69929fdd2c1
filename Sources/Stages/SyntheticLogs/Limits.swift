/// The ranges of what a network may be asked for.
enum Limits {
  static let stations = 1...1_000_000
  static let days = 1...3650
  static let every = 1...Clock.minutesPerDay
}

extension ClosedRange<Int> {
  var text: String { "\(lowerBound) to \(upperBound)" }
}
