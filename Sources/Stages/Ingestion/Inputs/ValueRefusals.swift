import Availability

/// Values that are no counts, stations or times of day as a whole: the rows of others alone would make another matrix.
extension Refusals {
  private var countColumns: [Int] {
    [layout.freeDocks] + layout.moreFreeDocks + [layout.bikes] + layout.moreBikes
  }

  private func place(_ row: Int) -> String { sample.place(row).map { " (\($0))" } ?? "" }

  /// A needed column whose name another has, with other values. Of stations, with others that are one.
  func twins() -> Refusal? {
    for column in Set(layout.needed).sorted() {
      let namesakes = layout.header.indices.filter {
        layout.header[$0] == layout.header[column] && $0 != column
      }
      guard let twin = namesakes.first(where: { isOther($0, than: column) }) else { continue }
      let delimiter = String(decoding: [layout.delimiter], as: UTF8.self)
      let field = "$\(twin + 1)=\"\(layout.header[column])_2\""
      let command =
        sampler.hasQuotes || isFeed || layout.header[column].contains(where: { "\"\\'&".contains($0) })
        ? nil
        : Cure(path).filter(
          "awk -F'\(delimiter == "\t" ? "\\t" : delimiter)' -v OFS='\(delimiter == "\t" ? "\\t" : delimiter)' "
            + "'NR==\(headerLine){\(field)} 1'", to: "-renamed.csv")
      return Refusal(
        what:
          "\(name(column)) stands twice in the header, with other values: '\(sample.text(0, column))' and "
          + "'\(sample.text(0, twin))'",
        advice: advice("give one of them another name, and name the one that counts", command))
    }
    return nil
  }

  private func isOther(_ column: Int, than needed: Int) -> Bool {
    guard needed == layout.station else {
      return sample.rows.contains { sample.text($0, needed) != sample.text($0, column) }
    }
    let pairs = sample.firsts(of: [needed, column])
    let both = pairs.indices.count { pairs[$0] == $0 }
    return both != sample.distinct(needed) || both != sample.distinct(column)
  }

  /// Hours of 1 to 24 in times: those of 24 would be left out.
  func midnights() -> Refusal? {
    guard !isHourEnough, let time = layout.time, !layout.clock.contains(where: { $0.kind != .timeOfDay })
    else {
      return nil
    }
    let column = layout.clock.first?.column ?? time
    var seen = Set<Int>()
    var (rows, count): (Int?, Int) = (nil, 0)
    unsafe sample.forEach(column) { row, field in
      guard let hour = unsafe field.hourOfClock else { return }
      seen.insert(hour)
      guard hour == 24 else { return }
      rows = rows ?? row
      count += 1
    }
    guard let row = rows, count > 2, !seen.contains(0), seen.count > 11, seen.isSubset(of: 1...24) else {
      return nil
    }
    let blank = sample.text(row, column).contains("T24:") ? "T" : layout.clock.isEmpty ? " " : ""
    let command =
      blank.isEmpty || isFeed
      ? nil : Cure(path).filter("sed 's/\(blank)24:/\(blank)00:/'", to: "-mended.csv")
    return Refusal(
      what:
        "\(name(column)) has hours up to 24, as in '\(sample.text(row, column))'\(place(row)), and none of 0",
      advice: advice(
        "where 24 is midnight, write it as 0 (for hours of the day: the date stays); where 1 is the first hour of a "
          + "day, take one off each", command))
  }

  /// Averages, or counts with a decimal comma.
  func decimals() -> Refusal? {
    var (places, column, row, count) = (0, 0, 0, 0)
    for counted in countColumns {
      var (most, first, found) = (0, 0, 0)
      unsafe sample.forEach(counted) { row, field in
        guard let digits = unsafe field.decimalPlaces else { return }
        if found == 0 { first = row }
        most = max(most, digits)
        found += 1
      }
      places = max(places, most)
      if found > count { (column, row, count) = (counted, first, found) }
    }
    guard count > 2, 20 * count >= sample.rowCount else { return nil }
    let value = sample.text(row, column)
    let factor = [1, 10, 100, 1000][min(3, places)]
    let words =
      factor == 1
      ? "write them as whole numbers"
      : "a share is the same of both counts times \(factor)\(places > 3 ? ", rounded" : ""): so write them"
    return Refusal(
      what: "\(name(column)) holds numbers with decimals, as '\(value)'\(place(row)), in \(count) of "
        + "\(sample.rowCount) rows looked at: no counts\(factor == 1 ? "" : ", but averages")",
      advice: advice(words, multiplied(by: factor)))
  }

  /// All counts times a number, by awk, or, where fields stand in quotes, by pandas.
  private func multiplied(by factor: Int) -> String? {
    guard !isFeed else { return nil }
    let delimiter = layout.delimiter == 9 ? "\\t" : String(decoding: [layout.delimiter], as: UTF8.self)
    guard sampler.hasQuotes else {
      let fields = countColumns.map { String($0 + 1) }.joined(separator: " ")
      let script =
        "BEGIN{split(\"\(fields)\",c,\" \")} NR>\(headerLine){for(k in c){i=c[k];sub(\",\",\".\",$i);"
        + "if($i~/^ *[0-9]+([.][0-9]+)? *\\r?$/)$i=int($i*\(factor)+.5)}} 1"
      return Cure(path).filter(
        "LC_ALL=C awk -F'\(delimiter)' -v OFS='\(delimiter)' '\(script)'", to: "-mended.csv")
    }
    let columns = countColumns.map { String($0) }.joined(separator: ", ")
    return Cure(path).python(
      "d=pandas.read_csv(sys.argv[1], sep='\(delimiter)', dtype=str, keep_default_na=False, skiprows=\(headerLine - 1)); "
        + "d.iloc[:, [\(columns)]]=d.iloc[:, [\(columns)]].apply(lambda v: (pandas.to_numeric(v.str.replace(',', '.'), "
        + "errors='coerce')*\(factor)).round().astype('Int64').astype(str)); d.to_csv(sys.argv[2], index=False)",
      to: "-mended.csv")
  }

  /// One number for no count in docks and bikes of a row.
  func fillers() -> Refusal? {
    guard !layout.hasCapacity, layout.moreBikes.isEmpty, layout.moreFreeDocks.isEmpty else { return nil }
    let (docks, bikes) = (sample[layout.freeDocks].counts, sample[layout.bikes].counts)
    guard let greatest = docks.max(), Doubts.fillers.contains(greatest), bikes.max() == greatest,
      let row = sample.rows.first(where: { docks[$0] == greatest && bikes[$0] == greatest }),
      [docks, bikes].allSatisfy({ $0.allSatisfy { $0 == greatest || 4 * $0 < greatest } })
    else { return nil }
    let delimiter = layout.delimiter == 9 ? "\\t" : String(decoding: [layout.delimiter], as: UTF8.self)
    let (one, other) = ("$\(layout.freeDocks + 1)", "$\(layout.bikes + 1)")
    let command =
      sampler.hasQuotes || isFeed
      ? nil
      : Cure(path).filter(
        "awk -F'\(delimiter)' '!(\(one)==\(greatest)&&\(other)==\(greatest))'", to: "-mended.csv")
    return Refusal(
      what:
        "\(name(layout.freeDocks)) and \(name(layout.bikes)) both hold \(greatest)\(place(row)), which stands for "
        + "no count",
      advice: advice("take such rows out", command))
  }

  /// Numbers of stations that a spreadsheet has shortened, so that several are one.
  func shortenedStations() -> Refusal? {
    let rows = sample.rows.filter { row in
      sample.text(row, layout.station).wholeMatch(of: /[0-9]([.,][0-9]+)?E\+[0-9]{2}/) != nil
    }
    guard let row = rows.first, 2 * rows.count > sample.rowCount, let time = layout.time else { return nil }
    let records = sample.firsts(of: [layout.station, time] + layout.clock.map(\.column))
    let others = rows.count { row in
      records[row] != row
        && countColumns.contains { !sample.isSame($0, row, Int(records[row])) }
    }
    guard others > 2 else { return nil }
    return Refusal(
      what: "\(name(layout.station)) holds numbers that a spreadsheet has shortened, as "
        + "'\(sample.text(row, layout.station))'\(place(row)): several stations are one",
      advice: "export the log again with that column as text, or name another column with --station")
  }
}

extension Field {
  /// Of a number with decimals, that is no count: how many there are, without zeros at the end. Nil for others, and for
  /// a comma before three digits, which may stand for thousands.
  var decimalPlaces: Int? {
    guard unsafe count <= 24,
      let point = unsafe buffer.firstIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }),
      point > 0, point <= 6, unsafe point < count - 1
    else { return nil }
    for i in unsafe 0..<count where unsafe i != point && self[i] &- UInt8(ascii: "0") > 9 { return nil }
    var end = unsafe count
    while unsafe self[end - 1] == UInt8(ascii: "0") { end -= 1 }
    let isComma = unsafe self[point] == UInt8(ascii: ",")
    if isComma { return unsafe count == point + 4 ? nil : end - point - 1 }
    return end > point + 1 ? end - point - 1 : nil
  }
}
