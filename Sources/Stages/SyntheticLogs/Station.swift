/// One station and what decides its numbers.
package struct Station: Sendable {
  /// The daily pattern of a station.
  package enum Kind: Sendable {
    /// Bikes arrive in the morning and leave in the evening.
    case office
    /// The opposite.
    case residential
    /// No daily pattern, only drift and noise.
    case flat
    /// Two free docks for each bike, always.
    case constant
    /// 0/0, always.
    case closed
  }

  /// The number: district * 1000 (or a higher power of ten) + a running number from 1; unique.
  package let id: Int
  /// Docks, 10...70.
  package let capacity: Int
  /// The pattern of its counts.
  package let kind: Kind
  /// Bit `h` is set when the station has no rows in hour `h` of the day.
  package let silentHours: UInt32

  /// The mean share of bikes, and the share added at the height of the office day (negative in
  /// residential stations), both in units of 1/4096.
  let mean: Int
  let swing: Int
  /// Which of the shifted commuter curves the station follows.
  let phase: Int
  /// Where the events are that it has part in.
  let district: Int
  /// Weeks that its stale rows are late.
  let staleWeeks: Int
  /// Milliseconds after the start of a collection at which its turn comes.
  let turn: Int
  let draws: Draws
  /// The id and a TAB.
  let idText: ShortText

  /// Whether there are no rows in this hour of the day.
  @inline(__always)
  package func isSilent(inHour hour: Int) -> Bool { (silentHours >> UInt32(hour)) & 1 == 1 }
}

extension Station {
  /// The share 1, in the units of `mean` and `swing`.
  static let whole = 4096

  /// - Parameters:
  ///   - draws: the station's own; counters below zero are used here, those of the log are above.
  ///   - turn: milliseconds after the start of a collection.
  init(id: Int, district: Int, kind: Kind, hasSilentHours: Bool, turn: Int, draws: Draws) {
    self.id = id
    self.district = district
    self.kind = kind
    self.turn = turn
    self.draws = draws
    // The mean of two draws: most stations are middling.
    capacity = (draws.number(-1, in: 10...70) + draws.number(-2, in: 10...70)) / 2
    mean = draws.number(-3, in: 1300...2600)
    phase = draws.number(-4, in: 0...CommuterCurve.phases - 1)
    staleWeeks = draws.number(-5, in: Peculiarities.staleWeeks)
    let amplitude = draws.number(-6, in: 900...1900)
    swing =
      switch kind {
      case .office: amplitude
      case .residential: -amplitude
      case .flat, .constant, .closed: 0
      }
    silentHours = hasSilentHours ? Self.silentHours(draws) : 0
    idText = ShortText(id, then: "\t")
  }

  /// Some consecutive hours, round midnight too.
  private static func silentHours(_ draws: Draws) -> UInt32 {
    let first = draws.number(-7, in: 0...23)
    let length = draws.number(-8, in: Peculiarities.silentHours)
    return (first..<first + length).reduce(0) { $0 | 1 << UInt32($1 % 24) }
  }
}
