/// The parts that all rows of one reading have in common.
struct Reading {
  /// Since 1970-01-01 00:00.
  let minute: Int
  let hourOfDay: Int
  /// When the rows were collected, up to the point before the fraction.
  let collected: Stamp
  let collectedMillisecond: Int
  /// `last_update`, a TAB after it.
  let updated: Stamp
  /// `heure`, `minute` and the line's end.
  let ending: ShortText
  /// The commuter curve, for each phase.
  let curve: InlineArray<8, Int>
  /// What is added to shares, for each district; nil without events.
  let events: InlineArray<46, Int>?

  init(_ index: Int, clock: Clock, _ events: Events?) {
    minute = clock.minute(ofReading: index)
    let collection = clock.collection(ofReading: index)
    let second = minute * 60 + Clock.updateSecond + collection.delay
    hourOfDay = minute / 60 % 24
    collected = Stamp(day: second / 86_400, second: second % 86_400, then: ".")
    collectedMillisecond = collection.millisecond
    updated = Self.updated(atMinute: minute)
    ending = Self.ending(hour: hourOfDay, minute: minute % 60)
    curve = CommuterCurve.values(atMinute: minute)
    let now = minute
    self.events = events.map { events in InlineArray { events.share(in: $0, atMinute: now) } }
  }

  /// `last_update` for the reading's time of day, some weeks before.
  func updated(weeksBefore weeks: Int) -> Stamp {
    Self.updated(atMinute: minute - weeks * 7 * Clock.minutesPerDay)
  }

  private static func updated(atMinute minute: Int) -> Stamp {
    let (day, minuteOfDay) = minute.quotientAndRemainder(dividingBy: Clock.minutesPerDay)
    return Stamp(day: day, second: minuteOfDay * 60 + Clock.updateSecond, then: "\t")
  }

  private static func ending(hour: Int, minute: Int) -> ShortText {
    var text = ShortText(hour, then: "\t")
    if minute >= 10 { text.append(digit: minute / 10) }
    text.append(digit: minute % 10)
    text.append("\n")
    return text
  }
}
