import Availability

/// Values that are no counts, stations or times of day as a whole: the rows of others alone would make another matrix.
extension Refusals {
  private var countColumns: [Int] {
    [layout.freeDocks] + layout.moreFreeDocks + [layout.bikes] + layout.moreBikes
  }

  private func place(_ row: Int) -> String { sample.place(row).map { " (\($0))" } ?? "" }

  /// A column of counts or times whose name another has, with other such values.
  func twins() -> Refusal? {
    for column in countColumns + [layout.time].compactMap(\.self) {
      let namesakes = layout.header.indices.filter {
        layout.header[$0] == layout.header[column] && $0 != column
      }
      guard
        let (twin, row) = namesakes.lazy.compactMap({ twin in differs(twin, column).map { (twin, $0) } })
          .first
      else { continue }
      return Refusal(
        what:
          "\(name(column)) stands twice in the header, with other values: '\(sample.text(row, column))' and "
          + "'\(sample.text(row, twin))'",
        advice: advice("give one of them another name, and name the one that counts", renamed(twin)))
    }
    return nil
  }

  /// A row of those, enough of them, in which two columns of such values have others.
  private func differs(_ twin: Int, _ column: Int) -> Int? {
    let isTime = column == layout.time
    func isSuch(_ one: Int) -> Bool { (isTime ? sample.isTimes(one) : sample.isCounts(one)) == true }
    guard isSuch(column), isSuch(twin) else { return nil }
    // A longer text is what a stray quote has taken in.
    let others = sample.rows.filter { row in
      let texts = [column, twin].map { sample.text(row, $0) }
      return texts[0] != texts[1] && texts.allSatisfy { 1...40 ~= $0.utf8.count }
    }
    return others.count > 2 && 10 * others.count > sample.rowCount ? others.first : nil
  }

  private func renamed(_ column: Int) -> String? {
    let name = layout.header[column]
    guard !sampler.hasQuotes, !isFeed, !name.contains(where: { "\"\\'&".contains($0) }) else { return nil }
    return Cure(path).filter(
      "awk \(Cure.fields(layout.delimiter)) 'NR==\(headerLine){$\(column + 1)=\"\(name)_2\"} 1'",
      to: "-renamed.csv")
  }

  /// Hours of 1 to 24 in times: those of 24 would be left out.
  func midnights() -> Refusal? {
    guard !isHourEnough, let time = layout.time, !layout.clock.contains(where: { $0.kind != .timeOfDay })
    else {
      return nil
    }
    let column = layout.clock.first?.column ?? time
    guard unsafe hasHoursTo24(column, { unsafe $0.hourOfClock }), let example = exampleOf24(column) else {
      return nil
    }
    let blank = example.contains("T24:") ? "T" : layout.clock.isEmpty ? " " : ""
    let command =
      blank.isEmpty || isFeed
      ? nil : Cure(path).filter("sed 's/\(blank)24:/\(blank)00:/'", to: "-mended.csv")
    return Refusal(
      what:
        "\(name(column)) has hours up to 24, as in \(example), and none of 0",
      advice: advice(Refusal.midnights, command))
  }

  /// Has a column hours up to 24 and none of 0, in all rows of the places that were looked at? A few of 24 are damage.
  func hasHoursTo24(_ column: Int, _ hour: (Field) -> Int?) -> Bool {
    // Of few hours more rows would tell no more.
    var some: UInt32 = 0
    unsafe sample.forEach(column) { _, field in
      if let hour = unsafe hour(field), hour < 32 { some |= 1 << UInt32(hour) }
    }
    guard some & 1 == 0, some.nonzeroBitCount > 3 else { return false }
    var seen = [Int](repeating: 0, count: 100)
    unsafe sampler.forEachRow { row in
      if let hour = unsafe hour(row[column].trimmed), hour < seen.count { seen[hour] += 1 }
    }
    let isMany = seen[24] > 2 && 60 * seen[24] >= seen.reduce(0, +)
    return isMany && seen[0] == 0 && !seen[25...].contains { $0 > 0 } && seen.count { $0 > 0 } > 11
  }

  /// A time of hour 24 in quotes, and where it stands if that is known.
  private func exampleOf24(_ column: Int) -> String? {
    let isIt = { (row: Int) in unsafe sample.withField(row, column) { unsafe $0.hourOfClock == 24 } }
    if let row = sample.rows.first(where: isIt) { return "'\(sample.text(row, column))'\(place(row))" }
    var found: String?
    unsafe sampler.forEachRow { row in
      let field = unsafe row[column].trimmed
      if found == nil, unsafe field.hourOfClock == 24 { found = unsafe "'\(field.text)'" }
    }
    return found
  }

  /// Averages, or counts with a decimal comma.
  func decimals() -> Refusal? {
    let columns = countColumns.map { (column: $0, numbers: DecimalNumbers($0, sample)) }
    guard let most = columns.max(by: { $0.numbers.count < $1.numbers.count }), most.numbers.count > 2,
      20 * most.numbers.count >= sample.rowCount
    else { return nil }
    let places = columns.map(\.numbers.places).max()!
    let factor = [1, 10, 100, 1000][min(3, places)]
    let words =
      factor == 1
      ? "write them as whole numbers"
      : "a share is the same of both counts times \(factor)\(places > 3 ? ", rounded" : ""): write them so"
    let row = most.numbers.first
    return Refusal(
      what:
        "\(name(most.column)) holds numbers with decimals, as '\(sample.text(row, most.column))'\(place(row)), in "
        + "\(most.numbers.count) of \(sample.rowCount) rows looked at: no counts\(factor == 1 ? "" : ", but averages")",
      advice: advice(words, multiplied(by: factor)))
  }

  /// All counts times a number, by awk, or, where fields stand in quotes, by pandas.
  private func multiplied(by factor: Int) -> String? {
    guard !isFeed else { return nil }
    guard sampler.hasQuotes else {
      let fields = countColumns.map { String($0 + 1) }.joined(separator: " ")
      let script =
        "BEGIN{split(\"\(fields)\",c,\" \")} NR>\(headerLine){for(k in c){i=c[k];sub(\",\",\".\",$i);"
        + "if($i~/^ *[0-9]+([.][0-9]+)? *\\r?$/)$i=int($i*\(factor)+.5)}} 1"
      return Cure(path).filter(
        "LC_ALL=C awk \(Cure.fields(layout.delimiter)) '\(script)'", to: "-mended.csv")
    }
    let delimiter = Cure.written(layout.delimiter)
    let columns = countColumns.map { String($0) }.joined(separator: ", ")
    return Cure(path).python(
      "d=pandas.read_csv(sys.argv[1], sep='\(delimiter)', dtype=str, keep_default_na=False, "
        + "skiprows=\(headerLine - 1)); "
        + "d.iloc[:, [\(columns)]]=d.iloc[:, [\(columns)]].apply(lambda v: (pandas.to_numeric(v.str.replace(',', '.'), "
        + "errors='coerce')*\(factor)).round().astype('Int64').astype(str)); d.to_csv(sys.argv[2], index=False)",
      to: "-mended.csv")
  }

  /// Has the row a time? A line of totals has none.
  private func isTimed(_ row: Int) -> Bool { layout.time.map { sample.isSome(row, $0) } ?? true }

  /// One number for no count in docks and bikes of a row.
  func fillers() -> Refusal? {
    guard layout.whole == nil, layout.moreBikes.isEmpty, layout.moreFreeDocks.isEmpty else { return nil }
    let (docks, bikes) = (sample[layout.freeDocks].counts, sample[layout.bikes].counts)
    guard let greatest = docks.max(), Doubts.fillers.contains(greatest), bikes.max() == greatest,
      case let rows = sample.rows.filter({ docks[$0] == greatest && bikes[$0] == greatest && isTimed($0) }),
      // Once, it is a count like any.
      rows.count > 1, let row = rows.first,
      [docks, bikes].allSatisfy({ $0.allSatisfy { $0 == greatest || 4 * $0 < greatest } })
    else { return nil }
    let (one, other) = ("$\(layout.freeDocks + 1)", "$\(layout.bikes + 1)")
    let command =
      sampler.hasQuotes || isFeed
      ? nil
      : Cure(path).filter(
        "awk \(Cure.fields(layout.delimiter)) '!(\(one)==\(greatest)&&\(other)==\(greatest))'",
        to: "-mended.csv")
    return Refusal(
      what:
        "\(name(layout.freeDocks)) and \(name(layout.bikes)) both hold \(greatest)\(place(row)), which stands for "
        + "no count",
      advice: advice("take such rows out", command))
  }

  /// Numbers of stations that a spreadsheet has shortened, so that several are one.
  func shortenedStations() -> Refusal? {
    let rows = sample.rows.filter { row in
      unsafe sample.withField(row, layout.station) { unsafe $0.buffer.contains(UInt8(ascii: "+")) }
        && sample.text(row, layout.station).wholeMatch(of: /[0-9]([.,][0-9]+)?E\+[0-9]{2}/) != nil
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

/// The numbers with decimals in a column of counts.
private struct DecimalNumbers {
  /// How many there are, and the row of the first.
  private(set) var count = 0
  private(set) var first = 0
  /// Most decimals, without zeros at the end.
  private(set) var places = 0

  init(_ column: Int, _ sample: ColumnSample) {
    var (marked, found, thousands) = (0, [(row: Int, places: Int)](), [(row: Int, places: Int)]())
    unsafe sample.forEach(column) { row, field in
      guard let number = unsafe field.decimalNumber else { return }
      marked += 1
      guard number.isNoCount else { return }
      if number.mayBeThousands {
        thousands.append((row, number.places))
      } else {
        found.append((row, number.places))
      }
    }
    // Few stations have a thousand docks: a mark in nearly every row is none of thousands.
    if 10 * marked >= 9 * sample.rowCount { found += thousands }
    (count, places) = (found.count, found.map(\.places).max() ?? 0)
    first = found.map(\.row).min() ?? 0
  }
}

extension Field {
  /// Of digits with a point or comma among them: decimals without zeros at the end; whether it is no count (`12.0` is
  /// one); whether the mark may be that of thousands. Nil for others.
  fileprivate var decimalNumber: (places: Int, isNoCount: Bool, mayBeThousands: Bool)? {
    guard unsafe count <= 24,
      let point = unsafe buffer.firstIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }),
      point > 0, point <= 6, unsafe point < count - 1
    else { return nil }
    for i in unsafe 0..<count where unsafe i != point && self[i] &- UInt8(ascii: "0") > 9 { return nil }
    var end = unsafe count
    while unsafe self[end - 1] == UInt8(ascii: "0") { end -= 1 }
    let places = end - point - 1
    let isNoCount = unsafe places > 0 || self[point] == UInt8(ascii: ",")
    let mayBeThousands = unsafe count == point + 4 && point <= 3 && self[0] != UInt8(ascii: "0")
    return (max(0, places), isNoCount, mayBeThousands)
  }
}
