/// What happens in a district, a train or a concert, and fills or empties all its stations for an hour or two.
struct Events: Sendable {
  /// Districts are 1...45.
  static let districts = 46

  private let draws: Draws

  init(seed: UInt64) { draws = Draws(seed: seed, stream: .max - 3) }

  /// What is added to the share of bikes at a minute since 1970-01-01 00:00, straight between full hours; up to 16 %, in
  /// 1/4096.
  func share(in district: Int, atMinute minute: Int) -> Int {
    let (hour, after) = minute.quotientAndRemainder(dividingBy: 60)
    let (now, next) = (share(in: district, atHour: hour), share(in: district, atHour: hour + 1))
    return (now * (60 - after) + next * after) / 60
  }

  private func share(in district: Int, atHour hour: Int) -> Int {
    5 * Int(Int8(truncatingIfNeeded: draws[hour * Self.districts + district]))
  }
}
