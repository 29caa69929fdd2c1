/// A change of a time's text that makes it one that is read: here for a value, and by awk for a column.
struct TimeCure: Sendable {
  /// Nil where it does not fit.
  let change: @Sendable (String) -> String?
  /// Of a field, as `$4`.
  let script: @Sendable (_ field: String) -> String
  /// What the values are, where that is not plain.
  var meaning: String?

  /// Tried in this order.
  static let all = [
    // `Tue May 14 00:05:00 UTC 2024`, as date and C write it.
    TimeCure(
      change: {
        words(of: $0, [5, 6]).flatMap { isDay($0) ? "\($0[2]) \($0[1]) \($0.last!) \($0[3])" : nil }
      },
      script: { "n=split(\($0),a,\" \");\($0)=a[3]\" \"a[2]\" \"a[n]\" \"a[4]" }),
    // `Tue May 14 2024 00:05:00 GMT+0000 (Coordinated Universal Time)`, as JavaScript writes it.
    TimeCure(
      change: { words(of: $0, 6...12).flatMap { isDay($0) ? "\($0[2]) \($0[1]) \($0[3]) \($0[4])" : nil } },
      script: { "split(\($0),a,\" \");\($0)=a[3]\" \"a[2]\" \"a[4]\" \"a[5]" }),
    TimeCure(
      change: { $0.filter(\.isLetter) == "h" ? $0.replacing("h", with: ":") : nil },
      script: { "sub(/h/,\":\",\($0))" }),
    TimeCure(
      change: { $0.contains(" à ") ? $0.replacing(" à ", with: " ").replacing("h", with: ":") : nil },
      script: { "sub(/ à /,\" \",\($0));sub(/h/,\":\",\($0))" }),
    // `2024/5/14 下午 12:05:00`, `2024年5月14日 12時05分`
    TimeCure(change: EastAsianTime.plain, script: EastAsianTime.script),
    // `14-MAY-24 12.05.00.000000 PM`, as Oracle writes it.
    TimeCure(
      change: { text in
        text.wholeMatch(
          of: /([0-9]+)-([A-Za-z]{3})-([0-9]+) ([0-9]+)\.([0-9]{2})\.([0-9]{2})(?:\.[0-9]+)?( [AP]M)?/
        )
        .map {
          let year = Int($0.3)!
          return
            "\($0.1) \($0.2) \(year < 100 ? 2000 + year : year) \($0.4):\($0.5):\($0.6)\($0.7 ?? "")"
        }
      },
      script: { field in
        "n=split(\(field),a,\" \");split(a[1],d,\"-\");split(a[2],t,\".\");\(field)=d[1]\" \"d[2]\" \""
          + "(d[3]<100?2000+d[3]:d[3])\" \"t[1]\":\"t[2]\":\"t[3](n>2?\" \"a[3]:\"\")"
      }),
    // `14/May/2024:00:05:00 +0000`, as web servers write it.
    TimeCure(
      change: { text in
        text.wholeMatch(of: /([0-9]{2})\/([A-Za-z]{3})\/([0-9]{4}):([0-9:]{8})( [-+][0-9]{4})?/)
          .map { "\($0.1) \($0.2) \($0.3) \($0.4)\($0.5 ?? "")" }
      },
      script: { "gsub(\"/\",\" \",\($0));sub(/:/,\" \",\($0))" }),
    // `20240514-0005`
    TimeCure(
      change: { $0.wholeMatch(of: /[0-9]{8}[-_][0-9]{4,6}/) != nil ? $0.filter(\.isNumber) : nil },
      script: { "gsub(/[-_]/,\"\",\($0))" }),
    // `2024-05-14_00-05-00`
    TimeCure(
      change: { text in
        text.wholeMatch(of: /(....-..-..)[ _T]([0-9]{2})-([0-9]{2})-([0-9]{2})/).map {
          "\($0.1) \($0.2):\($0.3):\($0.4)"
        }
      },
      script: { field in
        "\(field)=substr(\(field),1,10)\" \"substr(\(field),12,2)\":\"substr(\(field),15,2)\":\"substr(\(field),18,2)"
      }),
    // Days of the week before it, names of zones behind it, what programs put around it: never AM or PM.
    TimeCure(change: bare, script: { "gsub(/^[^0-9]+|[^0-9]+$/,\"\",\($0))" }),
    count(of: "minutes since 1970", perSecond: 1 / 60),
    count(of: "hours since 1970", perSecond: 1 / 3600),
    count(of: "units of 100 ns since the year 1, as .NET has them", perSecond: 1e7, before: 62_135_596_800),
    count(of: "units of 100 ns since 1601, as Windows has them", perSecond: 1e7, before: 11_644_473_600),
  ]

  /// Numbers that count another unit than seconds, from so many seconds before 1970 on: of this century they are not those
  /// of any other unit.
  private static func count(of units: String, perSecond: Double, before: Int = 0) -> TimeCure {
    TimeCure(
      change: { text in
        guard text.allSatisfy(isDigit), let number = Double(text) else { return nil }
        let seconds = (number / perSecond).rounded() - Double(before)
        return (946_684_800..<4_102_444_800).contains(seconds) ? String(Int(seconds)) : nil
      },
      script: { field in
        let change = perSecond < 1 ? "*\(Int((1 / perSecond).rounded()))" : "/\(Int(perSecond))-\(before)"
        return "\(field)=sprintf(\"%.0f\",\(field)\(change))"
      }, meaning: units)
  }

  private static func words(of text: String, _ counts: some Collection<Int>) -> [Substring]? {
    let words = text.split(separator: " ")
    return counts.contains(words.count) ? words : nil
  }

  /// Are the first of these words the names of a day and a month, and the number of a day?
  private static func isDay(_ words: [Substring]) -> Bool {
    words[0].allSatisfy(\.isLetter) && words[1].allSatisfy(\.isLetter) && words[2].allSatisfy(\.isNumber)
  }

  private static func bare(_ text: String) -> String? {
    guard let first = text.firstIndex(where: isDigit), let last = text.lastIndex(where: isDigit) else {
      return nil
    }
    let around = (text[..<first] + text[text.index(after: last)...]).lowercased()
    let letters = around.filter(\.isLetter)
    guard around.allSatisfy(\.isASCII), !letters.contains("am"), !letters.contains("pm"),
      !["a", "p"].contains(letters)
    else { return nil }
    return String(text[first...last])
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}

extension Refusals {
  /// Times that are not read, where a plain change of their text makes them so, or that are times of day alone.
  func foreignTimes() -> Refusal? {
    guard !isHourEnough, layout.clock.isEmpty, let time = layout.time, sample.isTimes(time) == false else {
      return nil
    }
    let rows = sample.rows.filter { sample.isSome($0, time) }.prefix(64)
    let values = rows.map { sample.text($0, time) }
    guard let row = rows.first, let value = values.first, !values.contains(where: ColumnSample.isTime) else {
      return nil
    }
    let place = sample.place(row).map { " (\($0))" } ?? ""
    // Minutes and seconds, as spreadsheets show times, have a fraction.
    if sample.isTimesOfDay(time) == true, !values.contains(where: { $0.contains(".") }) {
      return Refusal(
        what: "\(name(time)) holds times of day like '\(value)'\(place), without a date",
        advice: advice(
          "name the date's column too (--time date+time), or keep the hour alone and read it by --hour "
            + layout.header[time].shellQuoted,
          change(time) { "substr(\($0),1,index(\($0),\":\")-1)+0" }))
    }
    let cure = TimeCure.all.first { cure in
      values.allSatisfy { cure.change($0).map(ColumnSample.isTime) == true }
    }
    guard let cure, !sampler.hasQuotes, !isFeed else { return nil }
    let script = "NR>\(headerLine){sub(/\\r$/,\"\");\(cure.script("$\(time + 1)"))} 1"
    return Refusal(
      what: "\(name(time)) holds times like '\(value)'\(place), which are not read",
      advice: advice(
        cure.meaning.map { "where they are \($0), write them as seconds" } ?? "write them so that they are",
        Cure(path).filter("LC_ALL=C awk \(Cure.fields(layout.delimiter)) '\(script)'", to: "-mended.csv")))
  }
}
