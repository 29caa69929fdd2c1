import Availability

/// The columns of times.
extension ColumnFinder {
  /// An hour of the day, a time stamp, or what makes one.
  func times(_ found: inout Found, _ missing: inout [LayoutError.Missing]) {
    if let order = choice.dateOrder { found.style.order = order }
    chosenTimes(&found, &missing)
    let hasMissing = missing.contains { $0.role == .time || $0.role == .hour }
    guard !hasMissing else { return }
    let isTimeChosen = choice.names[.time] != nil
    if found.hour == nil && !isTimeChosen { findHour(&found) }
    if found.time == nil { findTime(&found) }
    if found.time == nil, needsTime || found.hour == nil {
      let hour = candidates(.hour).first
      if !needsTime, let hour {
        found.hour = hour
      } else {
        missing.append(.init(role: .time, wanted: nil, likely: likelyTime()))
      }
    }
  }

  private func chosenTimes(_ found: inout Found, _ missing: inout [LayoutError.Missing]) {
    if let wanted = choice.names[.hour] {
      if let column = column(named: wanted) {
        found.hour = column
      } else {
        missing.append(.init(role: .hour, wanted: wanted, likely: similar(to: wanted) ?? knownColumn(.hour)))
      }
    }
    guard let wanted = choice.names[.time] else { return }
    if let column = column(named: wanted) {
      found.time = column
      return
    }
    let parts = wanted.split(separator: "+").map { String($0) }
    let columns = parts.compactMap { self.column(named: $0) }
    guard parts.count > 1, columns.count == parts.count else {
      let absent = parts.first { self.column(named: $0) == nil } ?? wanted
      missing.append(.init(role: .time, wanted: absent, likely: similar(to: absent) ?? knownColumn(.time)))
      return
    }
    found.time = columns[0]
    found.clock = clockParts(Array(columns.dropFirst()))
  }

  /// The parts that columns after a date stand for: a time of day, else an hour, a minute, AM or PM.
  private func clockParts(_ columns: [Int]) -> [RecordLayout.ClockPart] {
    var numbers: [RecordLayout.ClockPart.Kind] = [.minute, .hour]
    return columns.map { column in
      if known.isKnown(column, in: .meridiem) {
        return .init(column: column, kind: .meridiem)
      }
      let isNumber = sample[column].areCounts(below: 60) ?? false
      return .init(column: column, kind: isNumber ? numbers.popLast() ?? .timeOfDay : .timeOfDay)
    }
  }

  private func findHour(_ found: inout Found) {
    guard let hour = candidates(.hour).first(where: { sample.isHours($0) != false }) else {
      return
    }
    found.hour = hour
    // 13 o'clock is no hour of twelve.
    guard let half = halfOfDay, sample.firstValue(hour) != nil,
      sample[hour].counts.allSatisfy({ $0 <= 12 })
    else { return }
    found.meridiem = half
  }

  /// A column that tells morning from afternoon.
  private var halfOfDay: Int? {
    candidates(.meridiem).first { column in
      unsafe sample.mostly(column) { unsafe Self.halves.contains($0.trimmed.text.lowercased()) } == true
    }
  }

  private static let halves: Set<String> = ["0", "1", "am", "pm", "a", "p", "a.m.", "p.m."]

  private func findTime(_ found: inout Found) {
    findStamp(&found)
    // Spreadsheets write midnight behind a date.
    if let date = found.time, found.clock.isEmpty, areMidnights(date),
      let time = header.indices.first(where: {
        $0 != date && sample.isTimesOfDay($0) == true && sample.distinct($0) > 1
      })
    {
      found.clock = [.init(column: time, kind: .timeOfDay)]
    }
    guard let time = found.time, !found.clock.contains(where: { $0.kind == .hour || $0.kind == .meridiem }),
      let half = halfOfDay,
      ClockOfTwelveHours(found.clock.first?.column ?? time, sample)?.isFromZero == false
    else { return }
    found.clock.append(.init(column: half, kind: .meridiem))
  }

  private func areMidnights(_ column: Int) -> Bool {
    var probe = TimeProbe()
    var isSome = false
    for row in sample.rows {
      let time = unsafe sample.withField(row, column) { unsafe probe.time($0) }
      guard let time else { continue }
      guard time.microseconds == 0 else { return false }
      isSome = true
    }
    return isSome
  }

  private func findStamp(_ found: inout Found) {
    let named = candidates(.time)
    // One that never changes tells no hours.
    let times = named.filter { sample.isTimes($0) == true }
    if let column = times.first(where: { sample.distinct($0) > 1 }) ?? times.first {
      found.time = column
      return
    }
    if let column = candidates(.hour).first(where: { sample.isTimes($0) == true }) {
      found.time = column
      return
    }
    // A date and a time of day stand apart.
    let dates = candidates(.date) + named
    if let date = dates.first(where: { sample.isDates($0) == true }) {
      if let time = header.indices.first(where: { sample.isTimesOfDay($0) == true }) {
        found.time = date
        found.clock = [.init(column: time, kind: .timeOfDay)]
        return
      }
      if let hour = found.hour {
        found.time = date
        found.clock = [.init(column: hour, kind: .hour)]
        if let minute = candidates(.minute).first {
          found.clock.append(.init(column: minute, kind: .minute))
        }
        if let half = found.meridiem { found.clock.append(.init(column: half, kind: .meridiem)) }
        return
      }
    }
    // An only column of times is it, whatever its name; numbers could be anything.
    if named.isEmpty {
      let others = header.indices.filter { column in
        unsafe sample.isTimes(column) == true
          && sample.hasValue(column) { unsafe $0.buffer.contains(UInt8(ascii: ":")) }
      }
      if others.count == 1 { found.time = others[0] }
      return
    }
    guard found.hour == nil || needsTime else {
      found.time = named.first { sample.isTimes($0) == nil }
      return
    }
    // Its values are not understood: the rows will say so.
    found.time = named.first { sample.isTimes($0) == nil } ?? named.first
  }
}
