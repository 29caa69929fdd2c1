import Availability
import Testing

@Suite("CivilDate: days of the Gregorian calendar")
struct CivilDateTests {
  @Test("every day from 1600 to 2400 has its number, its date and its weekday")
  func everyDay() {
    // By counting: 1600-01-01 was a Saturday, 135,140 days before 1970-01-01.
    var (day, weekday) = (-135_140, 5)
    for year in 1600...2400 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for number in 1...length {
          let date = CivilDate(year: year, month: month + 1, day: number)
          guard date.day == day, date.weekday == weekday, date.components == (year, month + 1, number) else {
            Issue.record("\(year)-\(month + 1)-\(number) is day \(date.day), weekday \(date.weekday)")
            return
          }
          day += 1
          weekday = (weekday + 1) % 7
        }
        #expect(CivilDate.exists(year, month + 1, length))
        #expect(!CivilDate.exists(year, month + 1, length + 1))
      }
    }
  }

  @Test("dates known by heart")
  func known() {
    #expect(CivilDate(day: 0).description == "1970-01-01")
    #expect(CivilDate(day: 0).weekday == 3)
    #expect(CivilDate("2013-09-10")?.day == 15_958)
    #expect(CivilDate("2013-09-10")?.weekday == 1)
    #expect(CivilDate(day: -719_528).description == "0000-01-01")
  }

  @Test(
    "what is no date is none",
    arguments: [
      "", "2013", "2013-02-29", "2013-13-01", "2013-00-01", "2013-01-00", "2013-01-01-", "a-b-c",
      "10000-01-01", "0-01-01", "9223372036854775807-01-01", "-5-01-01",
    ])
  func none(text: String) {
    #expect(CivilDate(text) == nil)
  }
}
