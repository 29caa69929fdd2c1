extension SyntheticNetwork {
  /// The longest row, in bytes: two stamps of 20, a fraction of 7, two counts of 3, an id of 8, and an
  /// ending of 6.
  package static let longestRow = 67
  /// Room that writing needs after the last row, in bytes (words are stored whole).
  package static let slack = 8

  /// Appends the rows of some slots, without the header.
  ///
  /// - Parameters:
  ///   - range: within `0..<slots`.
  ///   - output: with room for `longestRow` bytes a slot and `slack`.
  package func write(slots range: Range<Int>, into output: inout OutputRawSpan) {
    precondition(range.lowerBound >= 0 && range.upperBound <= slots, "no such slots")
    var slot = range.lowerBound
    while slot < range.upperBound {
      let (reading, first) = slot.quotientAndRemainder(dividingBy: stations.count)
      let last = min(stations.count, first + range.upperBound - slot)
      write(stations: first..<last, at: Reading(reading, clock: clock, events), into: &output)
      slot += last - first
    }
  }

  private func write(stations range: Range<Int>, at reading: Reading, into output: inout OutputRawSpan) {
    let stations = stations.span
    let counts = digits.counts.span
    let threeDigits = digits.threeDigits.span
    for index in range where !stations[index].isSilent(inHour: reading.hourOfDay) {
      let station = stations[index]
      var minute = reading.minute
      var updated = reading.updated
      var state = HourDraw(station, hour: minute / 60)
      var events = reading.events.map { $0[station.district] }
      if state.isStale {
        minute -= station.staleWeeks * 7 * Clock.minutesPerDay
        updated = reading.updated(weeksBefore: station.staleWeeks)
        state = HourDraw(station, hour: minute / 60)
        events = self.events?.share(in: station.district, atMinute: minute)
      }
      let noise = station.draws[2 * minute + 1]
      // Whole weeks leave the place on the curve as it is.
      let curve = reading.curve[station.phase]
      let count = station.counts(
        atMinute: minute, state: state, curve: curve, events: events, noise: noise)

      output.append(reading.collected)
      output.append(word: threeDigits[reading.collectedMillisecond + station.turn])
      output.removeLast()
      output.append(word: threeDigits[Draws.thousandth(noise >> 32)])
      output.append(updated)
      output.append(counts[count.free])
      output.append(counts[count.bikes])
      output.append(station.idText)
      output.append(reading.ending)
    }
  }
}
