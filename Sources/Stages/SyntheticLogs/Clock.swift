/// When the readings are, and when they are collected. Minutes count from 1970-01-01 00:00.
struct Clock: Sendable {
  static let minutesPerDay = 1440
  /// 2013-09-10 11:25, the first reading of the real file; all its updates are at second 19.
  static let firstMinute = 15_958 * minutesPerDay + 11 * 60 + 25
  static let updateSecond = 19
  /// A reading is collected within so many milliseconds, all within one second.
  static let collectionMilliseconds = 400
  /// Seconds from an update to its collection, and the millisecond at which that starts.
  private static let collectionDelay = 24...144
  private static let collectionStart = 0...(999 - collectionMilliseconds)

  let every: Int
  private let draws: Draws

  init(every: Int, seed: UInt64) {
    self.every = every
    draws = Draws(seed: seed, stream: .max - 2)
  }

  /// So many whole days of readings; a last reading that begins within them counts.
  func readings(inDays days: Int) -> Int { (days * Self.minutesPerDay + every - 1) / every }

  func minute(ofReading reading: Int) -> Int { Self.firstMinute + reading * every }

  func hourOfDay(ofReading reading: Int) -> Int { minute(ofReading: reading) / 60 % 24 }

  /// The seconds from the update to the collection, and the collection's first millisecond.
  func collection(ofReading reading: Int) -> (delay: Int, millisecond: Int) {
    (
      draws.number(2 * reading, in: Self.collectionDelay),
      draws.number(2 * reading + 1, in: Self.collectionStart)
    )
  }
}
