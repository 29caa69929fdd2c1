import Availability
import Ingestion

extension DayChoice {
  /// The days that `--days` names. Throws `Failure` where it names none, and where its file has what is no date.
  init(option text: String) throws {
    guard text.hasPrefix("not:") else {
      guard let days = DayChoice(text) else {
        throw Failure(
          .usage, "--days '\(text)' is not understood",
          advice:
            "it can be weekdays, weekends, days like mon,tue, or not:FILE, a file of dates as 2013-12-25")
      }
      self = days
      return
    }
    let path = String(text.dropFirst("not:".count))
    guard let bytes = fileContents(path) else {
      throw Failure(.noInput, "--days: cannot read \(path)")
    }
    var days: Set<Int> = []
    for (number, line) in String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      // What comes after the date may be the name of a holiday.
      guard let first = line.split(whereSeparator: { " \t,;#".contains($0) }).first else { continue }
      guard let date = CivilDate(String(first)) else {
        if line.hasPrefix("#") || days.isEmpty && number == 0 { continue }
        throw Failure(
          .badData, "\(path), line \(number + 1): '\(first)' is no date", advice: "write dates as 2013-12-25")
      }
      days.insert(date.day)
    }
    guard !days.isEmpty else {
      throw Failure(.badData, "\(path) names no date", advice: "write them as 2013-12-25, one a line")
    }
    self.init(weekdays: Set(0..<7), but: days)
  }
}
