/// How many rows and slots a log has.
struct Extent {
  let rows: Int
  let slots: Int

  init(
    of length: SyntheticNetwork.Length, stations: [Station], clock: Clock
  ) throws(SyntheticNetworkError) {
    let rowsInHour = (0..<24).map { hour in stations.count { !$0.isSilent(inHour: hour) } }
    var rows = 0
    switch length {
    case .days(let days):
      let readings = clock.readings(inDays: days)
      for reading in 0..<readings { rows += rowsInHour[clock.hourOfDay(ofReading: reading)] }
      self.rows = rows
      slots = readings * stations.count

    case .rows(let wanted):
      let readings = clock.readings(inDays: Limits.days.upperBound)
      for reading in 0..<readings {
        let hour = clock.hourOfDay(ofReading: reading)
        if rows + rowsInHour[hour] >= wanted {
          self.rows = wanted
          slots = reading * stations.count + Self.turns(giving: wanted - rows, of: stations, inHour: hour)
          return
        }
        rows += rowsInHour[hour]
      }
      throw .tooManyRows(wanted, most: rows)
    }
  }

  /// How many of the first stations must have had their turn for so many rows (at least one).
  private static func turns(giving rows: Int, of stations: [Station], inHour hour: Int) -> Int {
    var missing = rows
    for (turn, station) in stations.enumerated() where !station.isSilent(inHour: hour) {
      missing -= 1
      if missing == 0 { return turn + 1 }
    }
    return stations.count
  }
}
