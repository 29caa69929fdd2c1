import Availability
import Ingestion
import SystemPackage
import Text

extension Failure {
  /// An input could not be read, or is no log.
  init(_ error: IngestionError) {
    switch error {
    case .cannotOpen(let path, let cause):
      self.init(.noInput, "cannot open \(path): \(cause.words)", advice: "check the name of the input file")
    case .isDirectory(path: "standard input"):
      self.init(
        .noInput, "standard input is a folder, not a file",
        advice: "name the folder itself: velibcorr reads all files in it")
    case .isDirectory(let path):
      self.init(.noInput, "\(path) is a folder without a log", advice: "check the name of the folder")
    case .empty(let path):
      self.init(
        .badData, "\(path) is empty",
        advice:
          "a log starts with a header line that names its columns; where others are the log, leave it out")
    case .layout(let path, let layout): self.init(path, layout)
    case .refused(let path, let what, let advice): self.init(.badData, "\(path): \(what)", advice: advice)
    case .noLog(let path, let members):
      self.init(
        .badData, "\(path): none of its files is an availability log: \(Printable.names(members))",
        advice: "unpack it and name the log, with --station, --free-docks, --bikes and --time if need be")
    case .noStations(let path):
      self.init(
        .badData, "\(path): no list of stations",
        advice: "it needs columns for the station and for name, or lat and lng, with a header")
    case .reading(let path, let offset, let cause):
      self.init(.inputOutput, "cannot read \(path) at byte \(offset): \(cause.words)")
    case .changed(let path, let change): self.init(path, change)
    case .stream(let path, let cause): self.init(path, cause)
    case .profiles(let path, let cause): self.init(path, cause)
    case .fault(let path, let line, let fault, let layout):
      self.init(
        line.map { "\(path), line \($0)" } ?? "\(path), byte \(fault.offset)", path, fault, layout,
        isBelowHeader: line == 2)
    case .record(let path, let number, let fault, let layout):
      self.init("\(path), record \(number)", path, fault, layout)
    }
  }

  private init(_ path: String, _ error: StreamError) {
    switch error {
    case .reading(let cause): self.init(.inputOutput, "cannot read \(path): \(cause.words)")
    case .changed(let change, let file): self.init(file ?? path, change)
    case .library(let missing): self.init(missing, for: path)
    case .archive(let words, _):
      self.init(.badData, "cannot unpack \(path): \(words)", advice: "is the file whole?")
    case .truncated:
      self.init(
        .badData, "\(path) ends in the middle of its compressed data", advice: "fetch or copy it again")
    case .trailingBytes:
      self.init(
        .badData, "\(path) has bytes after the end of its compressed data",
        advice: "unpack it, and look at the result")
    case .encrypted(let member):
      self.init(.badData, "\(path): \(member) needs a password", advice: "unpack it and name the log")
    case .feed(let error): self.init(.badData, "\(path): \(error.words)", advice: error.advice(path))
    }
  }

  private init(_ path: String, _ change: InputChange) {
    let what =
      switch change {
      case .shorter(let size, let left):
        "became shorter while it was read: \(Figures.size(left)) of \(Figures.size(size)) are left"
      case .rewritten: "changed while it was read: it was written to, and not only at its end"
      case .replaced: "was replaced while it was read: its name is another file's now"
      }
    self.init(
      .inputOutput, "\(path) \(what)",
      advice: "run again when nothing but new rows is written to it, or name a copy of it")
  }

  private init(_ path: String, _ error: ProfileFileError) {
    let again = "make it again from the log, with --profiles"
    switch error {
    case .header(let name):
      self.init(.badData, "\(path): not a profile file of this version: '\(name)'", advice: again)
    case .row(let number): self.init(.badData, "\(path): row \(number) is damaged", advice: again)
    case .incomplete(let expected, let found):
      self.init(.badData, "\(path): \(found) rows where it says that it has \(expected)", advice: again)
    case .checksum: self.init(.badData, "\(path): changed since it was written (checksum)", advice: again)
    case .bins(let found, let wanted):
      self.init(
        .badData, "\(path) holds profiles by \(found.rawValue), not by \(wanted.rawValue)",
        advice: wanted == .series
          ? "run with --bins \(found.rawValue), without --interval and --compare; or make it again with --keep-days"
          : "run with --bins \(found.rawValue), or make it again")
    case .version(let found):
      self.init(
        .badData,
        "\(path): \(found.map { "profiles of version \($0), which this velibcorr does not read" } ?? "its first row, which says what it is, is missing")",
        advice: again)
    case .noEnd(let rows):
      self.init(
        .badData, "\(path): cut off after \(rows) rows: the last, which says how many there are, is missing",
        advice: again)
    case .noTimes:
      self.init(
        .badData, "\(path) holds profiles that keep no days to go by",
        advice: "use --since, --until and --days with logs, or with profiles made with --keep-days")
    case .partOfHour(let option):
      self.init(
        .badData, "\(path) keeps whole hours, and \(option) is within one",
        advice: "give \(option) a full hour, as 2013-09-10 or '2013-09-10 11:00'")
    case .repeats:
      self.init(
        .badData, "\(path) holds profiles of version 1, which have no records to compare",
        advice: "use --deduplicate with logs, or with profiles that were made with it")
    }
  }

  private init(
    _ place: String, _ path: String, _ fault: RowFault, _ layout: RecordLayout, isBelowHeader: Bool = false
  ) {
    switch fault.kind {
    case .strict(let reason, let found):
      let column: String
      let expected: String
      switch reason {
      case .freeDocks: (column, expected) = (layout.header[layout.freeDocks], "a count, 0 to 999999")
      case .bikes: (column, expected) = (layout.header[layout.bikes], "a count, 0 to 999999")
      case .noStation: (column, expected) = (layout.header[layout.station], "a station")
      case .time:
        (column, expected) = ((layout.hour ?? layout.time).map { layout.header[$0] } ?? "", "a time")
      default: (column, expected) = ("", "\(layout.fieldCount) fields")
      }
      let location = column.isEmpty ? place : "\(place), column '\(Printable.name(column))'"
      self.init(
        .badData, "\(location): found '\(Printable.name(found))', expected \(expected)",
        advice: "mend the row, or leave --strict out: such rows are then left out and counted")
    case .headerChanged(let columns):
      self.init(
        .badData, "\(place): another header begins: \(Printable.names(columns))",
        advice: isBelowHeader
          ? "where it belongs to the header above it, take it out:\n  "
            + Cure(path).filter("sed 2d", to: "-mended.csv")
          : "cut the file there and name both parts: each is read by its own header")
    case .openQuote(let isEscaped):
      self.init(
        .badData,
        "\(place): a quote opens here that nothing closes in its row: the rows after it would be lost",
        advice: isEscaped
          ? "quotes within quotes are doubled, not put after a backslash: "
            + Cure(path).filter(#"sed 's/\\"/""/g'"#, to: "-doubled.csv")
          : "mend that line, or, where no field needs its quotes, take them all out: "
            + Cure(path).filter(#"tr -d '"' <"#, to: "-unquoted.csv"))
    case .dateOrder(let found):
      self.init(
        .badData,
        "\(place): '\(Printable.name(found))' has day and month in another order than other dates of the log",
        advice: Refusal.dateOrders)
    case .tooLong(let limit):
      self.init(
        .badData, "\(place): the row does not end within \(limit >> 20) MiB",
        advice: "is it a text file? a quote that is never closed has this effect too")
    }
  }
}
