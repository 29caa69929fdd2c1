/// Names of months, as programs write them in several languages. Those of two months in different languages are not
/// among them.
package enum MonthNames {
  /// 1 for January; nil for no month. Letters in any case, with or without accents and a point at the end.
  package static func number(_ name: String) -> Int? { numbers[ColumnNames.normalised(name)] }

  /// Is it a day of the week, in English?
  package static func isWeekday(_ name: String) -> Bool {
    let small = name.lowercased()
    return weekdays.contains { small == $0 || small == $0.prefix(3) }
  }

  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  private static let numbers: [String: Int] = {
    var numbers: [String: Int] = [:]
    for (month, names) in names.enumerated() {
      for name in names.split(separator: " ") { numbers[String(name)] = month + 1 }
    }
    return numbers
  }()

  // English, French, German, Spanish, Italian, Portuguese, Dutch, Swedish and Danish.
  private static let names = [
    "jan january janv janvier januar janner ene enero gen gennaio janeiro januari",
    "feb february fev fevr fevrier februar febrero febbraio fevereiro februari",
    "mar march mars marz mrz marzo marco maart mrt marts",
    "apr april avr avril abr abril aprile",
    "may mai mayo mag maggio maio mei maj",
    "jun june juin juni junio giu giugno junho",
    "jul july juil juillet juli julio lug luglio julho",
    "aug august aout ago agosto augustus augusti",
    "sep sept september septembre septiembre set settembre setembro",
    "oct october octobre okt oktober octubre ott ottobre out outubro",
    "nov november novembre noviembre novembro",
    "dec december decembre dez dezember dic diciembre dicembre dezembro",
  ]
}

extension TimestampCursor {
  /// The day of `10-Sep-2013`, `10 sept. 2013`, `10/Sep/2013` or `September 10, 2013`, of a year of four digits; an
  /// English day of the week may stand before it.
  mutating func namedDate() -> Int? {
    var copy = self
    guard let day = copy.parts() else { return nil }
    self = copy
    return day
  }

  private mutating func parts() -> Int? {
    var name = word()
    if let weekday = name, MonthNames.isWeekday(weekday) {
      _ = take(UInt8(ascii: ","))
      guard take(UInt8(ascii: " ")) else { return nil }
      name = word()
    }
    if let name {
      guard let month = MonthNames.number(name), take(UInt8(ascii: " ")), let day = number(1...2) else {
        return nil
      }
      _ = take(UInt8(ascii: ","))
      guard take(UInt8(ascii: " ")), let year = number(4...4) else { return nil }
      return style.day(year, month, day)
    }
    guard let day = number(1...2), let separator = next, "-/ ".utf8.contains(separator), take(separator),
      let month = word().flatMap(MonthNames.number), take(separator), let year = number(4...4)
    else { return nil }
    return style.day(year, month, day)
  }

  /// Letters, which a point may follow; nil without one.
  private mutating func word() -> String? {
    var letters: [UInt8] = []
    while let byte = next, byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20),
      letters.count < 16, take(byte)
    {
      letters.append(byte)
    }
    guard !letters.isEmpty else { return nil }
    _ = take(UInt8(ascii: "."))
    return String(decoding: letters, as: UTF8.self)
  }
}
