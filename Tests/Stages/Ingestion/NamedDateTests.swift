import Ingestion
import TestSupport
import Testing

@Suite("Dates with the month's name, and AM and PM with blanks")
struct NamedDateTests {
  private static func read(_ text: String) -> String? {
    var reader = TimestampReader()
    return reader.read(text)?.description
  }

  @Test(
    "as programs write them, in several languages",
    arguments: [
      "14-May-2024 15:05:00", "14-MAY-2024 15:05", "14 May 2024 15:05", "14/May/2024 03:05 PM",
      "14 mai 2024 15:05",
      "14 mayo 2024 15:05", "14-maj-2024 15:05", "May 14, 2024 3:05 PM", "May 14 2024 15:05:00",
      "May 14, 2024, 3:05:00 PM", "Tue, 14 May 2024 15:05:00 GMT", "Tue, 14 May 2024 15:05:00 +0000",
      "Tuesday, May 14, 2024 3:05 p. m.", "14/05/2024 3:05 p.\u{A0}m.", "14/05/2024 3:05\u{A0}PM",
      "2024-05-14 15:05:00 GMT",
    ])
  func read(text: String) { #expect(Self.read(text) == "2024-05-14 15:05:00") }

  @Test(
    "every month",
    arguments: [
      "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
      "January February March April May June July August September October November December",
      "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
      "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
      "ene feb mar abr may jun jul ago sept oct nov dic", "gen feb mar apr mag giu lug ago set ott nov dic",
      "jan fev mar abr mai jun jul ago set out nov dez",
    ])
  func months(names: String) {
    for (month, name) in names.split(separator: " ").enumerated() {
      #expect(
        Self.read("1-\(name)-2024 05:00") == "2024-\(month < 9 ? "0" : "")\(month + 1)-01 05:00:00", "\(name)"
      )
    }
  }

  @Test(
    "others, and damaged ones, are none",
    arguments: [
      "14-May-24 15:05", "14 Mai2024 15:05", "14-May/2024 15:05", "May 14,2024 15:05",
      "Foo, 14 May 2024 15:05",
      "32 May 2024 15:05", "30 Feb 2024 15:05", "May 2024 15:05", "14 M 2024 15:05", "14 May 2024",
      "14 May 1989 15:05",
      "14 abcdefghijklmnopqrst 2024 15:05", "14 May 2024 15:05 p m", "14 lis 2024 15:05",
      "2024-05-14 15:05:00 GMT+2",
    ])
  func none(text: String) { #expect(Self.read(text) == nil) }
}
