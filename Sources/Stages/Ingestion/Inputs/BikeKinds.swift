/// Logs that have a row for each kind of bikes of a station and time.
extension ColumnFinder {
  /// The column by which rows of one station and time are of several kinds of bikes; nil where none is.
  var kindOfBikes: Int? {
    let kinds = header.indices.filter {
      known.hasPart($0, of: ["type", "kind", "propulsion", "category", "formfactor"])
        && 2...8 ~= sample.distinct($0)
    }
    guard !kinds.isEmpty, let station = stationForChanges,
      let time = choice.names[.time].flatMap(column(named:))
        ?? candidates(.time).first(where: { sample.isTimes($0) == true })
    else { return nil }
    let records = sample.firsts(of: [station, time] + candidates(.hour).filter { $0 != time })
    let again = sample.rows.filter { records[$0] != $0 }
    guard again.count > 2, 3 * again.count >= sample.rowCount else { return nil }
    return kinds.first { kind in
      kind != station && again.allSatisfy { !sample.isSame(kind, Int(records[$0]), $0) }
    }
  }

  /// The columns that the user wants to be joined to stations, of which one alone is read.
  var joinedStations: [Int] {
    guard let wanted = choice.names[.station], column(named: wanted) == nil else { return [] }
    return wanted.split(separator: "+").compactMap { column(named: String($0)) }
  }
}

/// Rows that are no records of a station by themselves, and times that leave half of a day open.
extension Refusals {
  /// Stations that are told by several columns.
  func stations() -> Refusal? {
    guard stationColumns.count > 1 else { return nil }
    let command =
      sampler.hasQuotes || isFeed
      ? nil
      : Cure(path).filter(
        "awk \(Cure.fields(layout.delimiter)) 'NR<\(headerLine){print;next} "
          + "NR==\(headerLine){print \"joined_station\",$0;next} "
          + "{print \(stationColumns.map { "$\($0 + 1)" }.joined(separator: "\"-\"")),$0}'", to: "-joined.csv"
      )
    return Refusal(
      what: "stations are read from one column, not from "
        + stationColumns.map(name).joined(separator: " and ") + " together",
      advice: advice("write them into one, and read that by --station joined_station", command))
  }

  /// A row a kind of bikes: each would be a record, with some of the bikes.
  func kinds() -> Refusal? {
    guard let kind = kindOfBikes else { return nil }
    let times = [layout.time, layout.hour].compactMap(\.self)
    let keys = [layout.station] + times + layout.clock.map(\.column).filter { !times.contains($0) }
    let records = sample.firsts(of: keys)
    let isShared = sample.rows.allSatisfy { sample.isSame(layout.freeDocks, Int(records[$0]), $0) }
    let sum = "lambda v: v.sum(min_count=len(v))"
    let (docks, bikes) = ("c[\(layout.freeDocks)]", "c[\(layout.bikes)]")
    let isOne = layout.moreBikes.isEmpty && layout.moreFreeDocks.isEmpty && !isFeed
    let command = Cure(path).python(
      "d=pandas.read_csv(sys.argv[1], sep='\(Cure.written(layout.delimiter))', dtype=str, keep_default_na=False, "
        + "skiprows=\(headerLine - 1)); c=list(d.columns); "
        + "d[[\(docks), \(bikes)]]=d[[\(docks), \(bikes)]].apply(pandas.to_numeric, errors='coerce'); "
        + "d.groupby([\(keys.map { "c[\($0)]" }.joined(separator: ", "))], sort=False, as_index=False)"
        + ".agg({\(bikes): \(sum), \(docks): \(isShared ? "'first'" : sum)}).to_csv(sys.argv[2], index=False)",
      to: "-summed.csv")
    return Refusal(
      what:
        "it has several rows of a station and time, one for each \(name(kind)): each has a part of the bikes",
      advice: advice("add them up, so that there is one row of each station and time", isOne ? command : nil))
  }

  /// Times without AM or PM among others that have it, all of hours that leave it open.
  func lostHalves() -> Refusal? {
    guard !isHourEnough, layout.clock.isEmpty, let time = layout.time else { return nil }
    var (told, open, isOpen): (Int, [Int], Bool) = (0, [], true)
    unsafe sample.forEach(time) { row, field in
      guard let hour = unsafe field.hourOfClock else { return }
      if unsafe field.hasMeridiem {
        told += 1
      } else {
        open.append(row)
        isOpen = isOpen && 1...12 ~= hour
      }
    }
    guard isOpen, told > 2, open.count > 2 else { return nil }
    let command =
      sampler.hasQuotes || isFeed
      ? nil
      : Cure(path).filter(
        "awk \(Cure.fields(layout.delimiter)) "
          + "'NR<=\(headerLine) || tolower($\(time + 1)) ~ /[ap][. ]*m[. ]*\\r?$/'", to: "-mended.csv")
    return Refusal(
      what: "\(name(time)) has times with AM or PM, and others of 1 to 12 without, as "
        + "'\(sample.text(open[0], time))'\(sample.place(open[0]).map { " (\($0))" } ?? "")",
      advice: advice("write it behind all of them, or take those rows out", command))
  }
}
