import Availability

/// Why an input whose columns are found cannot be read, by the rows that were looked at, and what to do.
package struct Refusal: Equatable, Sendable {
  /// What is wrong.
  package let what: String
  /// What to do about it.
  package let advice: String

  /// What to do where dates are in two orders.
  package static let dateOrders =
    "cut the file where the order changes, and read each part with its own --date-order, dmy or mdy "
    + "(read by one order, the dates of the other are left out, or misread where they can be so too)"

  /// Of a column of hours that has those of one half of a day.
  package static func halfDays(ofHours column: String, fromZero: Bool = false) -> Refusal {
    halfDays(
      of: column, fromZero: fromZero,
      advice: "name a column of times with --time, or, where the log is of these hours only, --hour ")
  }

  /// Of columns of times, joined by `+`.
  package static func halfDays(ofTimes columns: String, fromZero: Bool = false) -> Refusal {
    halfDays(
      of: columns, fromZero: fromZero,
      advice:
        "write AM or PM behind them, or hours from 0 to 23; or, where the log is of these hours only, --time "
    )
  }

  /// Of a column of hours, or of times, that has those of 24, as far as that is known without its rows.
  package static func hoursTo24(of column: String, isHour: Bool) -> Refusal {
    Refusal(
      what: "'\(column)' has hours up to 24, and none of 0",
      advice: isHour
        ? "where 24 is midnight, write it as 0; where 1 is the first hour of a day, take one off each"
        : midnights)
  }

  static let midnights =
    "where 24 is midnight, write it as 0 (for hours of the day: the date stays); where 1 is the first hour of a "
    + "day, take one off each"

  private static func halfDays(of columns: String, fromZero: Bool, advice: String) -> Refusal {
    Refusal(
      what:
        "'\(columns)' has hours of \(fromZero ? "0 to 11" : "1 to 12") only, and nothing tells morning from "
        + "afternoon",
      advice: advice + columns.shellQuoted)
  }
}

/// Looks for reasons to refuse.
struct Refusals {
  let layout: RecordLayout
  let sampler: RowSampler
  let sample: ColumnSample
  let order: StyleFinder.Found
  let isHourEnough: Bool
  /// Has the user named the column of hours, or that of times?
  let isHourChosen: Bool
  let isTimeChosen: Bool
  /// The columns that the user wants to be joined to stations; the column that tells kinds of bikes apart.
  let stationColumns: [Int]
  let kindOfBikes: Int?
  let headerLine: Int
  let path: String
  /// Were its rows made of JSON, which no command here changes?
  let isFeed: Bool

  func name(_ column: Int) -> String { "'\(layout.header[column])'" }

  func first() -> Refusal? {
    if let found = rows() ?? stations() ?? twins() ?? kinds() { return found }
    if let found = dates() ?? foreignTimes() ?? tenDigits() ?? hours() ?? midnights() { return found }
    return halfDays() ?? lostHalves() ?? decimals() ?? fillers() ?? shortenedStations()
  }

  /// Dates in two orders, or in one that is not read.
  private func dates() -> Refusal? {
    switch order.ground {
    case .mixed(let one, let other):
      Refusal(
        what: "its dates are written in two orders: '\(other)' and '\(one)'",
        advice: Refusal.dateOrders)
    case .yearDayMonth(let example):
      Refusal(
        what: "its dates are written year, day, month: '\(example)'",
        advice: "write the month before the day (YYYY-MM-DD): so the dates up to the 12th would be misread")
    default: nil
    }
  }

  /// Times of a clock of twelve hours, where 1 follows 12 on one day.
  private func halfDays() -> Refusal? {
    guard !isHourEnough, !isTimeChosen, let time = layout.time,
      !layout.clock.contains(where: { $0.kind != .timeOfDay }),
      let hours = ClockOfTwelveHours(layout.clock.first?.column ?? time, sample),
      hours.startAgain(
        stations: sample[layout.station].firsts, days: layout.clock.isEmpty ? nil : sample[time].firsts)
    else { return nil }
    return .halfDays(ofTimes: layout.timeColumns!, fromZero: hours.isFromZero)
  }

  /// Dates that look like seconds since 1970.
  private func tenDigits() -> Refusal? {
    guard !isHourEnough, layout.clock.isEmpty, let time = layout.time else { return nil }
    if let (form, date, seconds) = TenDigits.besideSeconds(of: time, in: sample) {
      return Refusal(
        what: "\(name(time)) has dates, '\(date)' (\(form.title)), beside seconds since 1970, '\(seconds)'",
        advice: "write all as seconds, or the dates with the year first, in four digits (YYYYMMDDhhmm)")
    }
    let forms = TenDigits.forms(of: time, in: sample)
    guard let form = forms.first, let example = TenDigits.firstValue(of: time, in: sample) else { return nil }
    // Read as the hours of dates from 1990 on, they are no seconds.
    var reader = TimestampReader(style: layout.style)
    if reader.read(example) != nil, !reader.hasEpochs { return nil }
    let titles = forms.map(\.title).joined(separator: " or ")
    let command =
      forms.count > 1
      ? nil
      : change(time, form.mended)
    return Refusal(
      what:
        "\(name(time)) holds dates like '\(example)' (\(titles)), which would be read as seconds since 1970",
      advice: "write them with the year first, in four digits (YYYYMMDDhhmm)"
        + (command.map { ":\n  \($0)" } ?? ""))
  }

  /// Hours that are not those of a day of 24, from 0 on.
  private func hours() -> Refusal? {
    guard let hour = isHourEnough ? layout.hour : layout.clock.first(where: { $0.kind == .hour })?.column,
      layout.meridiem == nil, !layout.clock.contains(where: { $0.kind == .meridiem })
    else { return nil }
    var form = HourForm(hour, layout.station, sample)
    if case .day = form, unsafe hasHoursTo24(hour, { unsafe $0.docks.map(Int.init) }) { form = .upTo24 }
    switch form {
    case .day: return nil
    case .clock(let example):
      return Refusal(
        what: "\(name(hour)) holds times of day like '\(example)', not hours from 0 to 23",
        advice: advice("keep their hour only", change(hour) { "substr(\($0),1,index(\($0),\":\")-1)+0" }))
    case .hoursAndMinutes(let example):
      return Refusal(
        what: "\(name(hour)) holds hours and minutes like '\(example)', not hours from 0 to 23",
        advice: advice("keep their hour only", change(hour) { "int(\($0)/100)" }))
    case .upTo24:
      return Refusal(
        what: "\(name(hour)) has hours up to 24, which is none of 0 to 23",
        advice: advice("where 24 is midnight, write it as 0", change(hour) { "\($0)%24" })
          + (change(hour, to: "-less-one.csv") { "\($0)-1" }.map {
            "\nwhere 1 is the first hour of a day:\n  \($0)"
          } ?? ""))
    case .beyond(let greatest):
      return Refusal(
        what: "\(name(hour)) has hours up to \(greatest), not hours from 0 to 23",
        advice: advice(
          "where it counts the hours from a midnight on, keep what 24 leaves of them",
          change(hour) { "\($0)%24" }))
    case .upTo12:
      guard !isHourChosen else { return nil }
      return .halfDays(ofHours: layout.header[hour])
    }
  }

  /// Rows of another number of fields than the header.
  private func rows() -> Refusal? {
    // What a place further on begins with may stand within quotes.
    guard sample.rowCount == 0 else { return nil }
    let rows = Array(sampler.otherRows.prefix(8))
    guard let row = rows.first, let line = row.line, line < headerLine + 8, rows.count > 2,
      rows.allSatisfy({ $0.fields.count == row.fields.count })
    else { return nil }
    if RepeatedHeader(layout).hasNeeded(row.fields) {
      return Refusal(
        what: "another header begins in line \(line): \(row.fields.joined(separator: ", "))",
        advice: "where the rows belong to it, take the one above out:\n  "
          + Cure(path).filter("sed \(headerLine)d", to: "-mended.csv"))
    }
    let fields = row.fields.count
    let cure = Cure(path)
    let delimiter = String(decoding: [layout.delimiter], as: UTF8.self)
    let others = RecordLayout.delimiters.filter { $0 != layout.delimiter }.map {
      Character(Unicode.Scalar($0))
    }
    let other = others.first { other in
      fields == 1 && row.fields[0].count { $0 == other } == layout.fieldCount - 1
    }
    let inSed = Cure.written(layout.delimiter)
    let advice =
      if let other {
        "the header has other delimiters than the rows:\n  "
          + cure.filter(
            "sed \("\(headerLine)s/\(inSed)/\(other == "\t" ? "\\t" : String(other))/g".shellQuoted)",
            to: "-mended.csv")
      } else if fields == 1, row.fields[0].count(where: { String($0) == delimiter }) == layout.fieldCount - 1
      {
        "each row stands in quotes as a whole; take these off:\n  "
          + cure.filter(Cure.unquotingLines, to: "-unquoted.csv")
      } else if fields == layout.fieldCount + 1, rows.allSatisfy({ $0.fields.last == "" }) {
        "the rows end with a delimiter, the header does not:\n  "
          + cure.filter("sed \("\(headerLine)s/\\r*$/\(inSed)rest/".shellQuoted)", to: "-mended.csv")
      } else if fields == layout.fieldCount + 1, sampler.areNamed {
        "where the rows begin with a name or number of their own (R's row names), name it in the header:\n  "
          + cure.filter("sed \("\(headerLine)s/^/row\(inSed)/".shellQuoted)", to: "-mended.csv")
      } else {
        "the header must name every field of the rows; where one of them has '\(delimiter)' in it, as a name or a place "
          + "may, write it in quotes, or export the log with another delimiter"
      }
    return Refusal(
      what: "its header has \(layout.fieldCount) fields, its rows have \(fields), as '"
        + row.fields.joined(separator: delimiter) + "' (line \(line))", advice: advice)
  }

  func advice(_ words: String, _ command: String?) -> String {
    words + (command.map { ":\n  \($0)" } ?? "")
  }

  func change(_ column: Int, to ending: String = "-mended.csv", _ value: (String) -> String)
    -> String?
  {
    guard !sampler.hasQuotes, !isFeed else { return nil }
    return Cure(path).change(column, layout, headerLine: headerLine, to: ending, value)
  }
}
