import Ingestion
import TestSupport
import Testing

@Suite("TimestampReader: times as logs write them")
struct TimestampTests {
  private static func read(_ text: String) -> String? {
    var reader = TimestampReader()
    return reader.read(text)?.description
  }

  @Test(
    "layouts of real networks",
    arguments: [
      ("2013-09-10 11:25:19", "2013-09-10 11:25:19"),
      ("2013-09-10T11:25:19", "2013-09-10 11:25:19"),
      ("2013/08/29 13:00:02", "2013-08-29 13:00:02"),
      ("15/07/2013 15:05", "2013-07-15 15:05:00"),
      ("2014-05-22 02:40:03.954829", "2014-05-22 02:40:03"),
      ("2014-05-22 02:40:03,9", "2014-05-22 02:40:03"),
      ("2017-01-01T00:00:00Z", "2017-01-01 00:00:00"),
      ("2017-01-01T23:00:00+01:00", "2017-01-01 23:00:00"),
      ("2017-01-01 05:06:07.25-04", "2017-01-01 05:06:07"),
      ("2017-01-01 05:06:07 +0530", "2017-01-01 05:06:07"),
      ("2013-09-10 11:25", "2013-09-10 11:25:00"),
      ("14.05.2024 03:05", "2024-05-14 03:05:00"), ("14-05-2024 03:05:10", "2024-05-14 03:05:10"),
      ("14/05/24 03:05:10", "2024-05-14 03:05:10"), ("2024.05.14 03:05", "2024-05-14 03:05:00"),
      ("20240514T030510", "2024-05-14 03:05:10"), ("20240514T0305Z", "2024-05-14 03:05:00"),
      ("20240514 03:05:10", "2024-05-14 03:05:10"), ("202405140305", "2024-05-14 03:05:00"),
      ("20240514030510", "2024-05-14 03:05:10"), ("2024051403", "2024-05-14 03:00:00"),
      ("2024-05-14 12:05 AM", "2024-05-14 00:05:00"), ("2024-05-14 12:05:10 pm", "2024-05-14 12:05:10"),
      ("14/05/2024 3:05 p.m.", "2024-05-14 15:05:00"), ("2024-05-14T03", "2024-05-14 03:00:00"),
    ])
  func layouts(text: String, expected: String) {
    #expect(Self.read(text) == expected)
  }

  @Test(
    "epochs are UTC: seconds, milliseconds, microseconds",
    arguments: ["1378812319", "1378812319000", "1378812319000000", "1378812319.75"])
  func epochs(text: String) {
    #expect(Self.read(text) == "2013-09-10 11:25:19")
  }

  @Test(
    "between a date and its clock stands one separator",
    arguments: ["20130910,_1140", "20130910,T1140", "20130910T_1140", "20130910,1140", "2013-09-10,_11:40"])
  func oneSeparator(text: String) {
    #expect(Self.read(text) == nil)
  }

  @Test("every hour, minute and second is read as it is written")
  func clock() {
    for hour in 0..<24 {
      for (minute, second) in [(0, 0), (59, 59), (7, 30), (30, 7)] {
        let clock = [hour, minute, second].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        #expect(Self.read("2013-09-10 \(clock)") == "2013-09-10 \(clock)")
      }
    }
    for text in ["24:00:00", "12:60:00", "12:00:61", "99:00:00"] {
      #expect(Self.read("2013-09-10 \(text)") == nil)
    }
  }

  /// By counting days, with the leap years of the calendar.
  @Test("a date exists if the calendar has it")
  func dates() {
    for year in [1990, 1999, 2000, 2012, 2013, 2014, 2100] {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for month in 0...13 {
        for day in 0...32 {
          let two = [month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }
          let text = "\(year)-\(two[0])-\(two[1]) 10:20:30"
          let exists = lengths.indices.contains(month - 1) && (1...lengths[month - 1]).contains(day)
          #expect(Self.read(text) == (exists ? text : nil))
        }
      }
    }
  }

  @Test("a character that does not belong, in whatever place, makes it no time")
  func damaged() {
    let layouts = [
      "2013-09-10 11:25:19", "2013-09-10T11:25:19", "2014-05-22 02:40:03.954829", "15/07/2013 15:05",
      "2013-09-10 11:25", "2017-01-01T23:00:00Z", "2017-01-01T23:00:00+01:00", "2017-01-01 23:00:00Z",
    ]
    for text in layouts {
      #expect(Self.read(text) != nil)
      for i in text.utf8.indices {
        for wrong in ["x", "\u{0}", "\"", "é", "/:", "٣"] {
          var damaged = text
          damaged.replaceSubrange(i...i, with: wrong)
          #expect(Self.read(damaged) == nil, "\(damaged.debugDescription)")
        }
      }
      #expect(Self.read(text + "x") == nil)
      #expect(Self.read("x" + text) == nil)
    }
    for text in ["", " ", "2013", "2013-09-10", "11:25:19", "now", "-1", "NaN"] {
      #expect(Self.read(text) == nil)
    }
  }

  @Test(
    "the fast way of common layouts and the general way agree, on good and damaged times",
    arguments: [
      (length: 19, suffix: "", general: ".0"), (16, "", ":00.0"), (19, "Z", ".0Z"), (19, ".178180", ".17818"),
    ])
  func waysAgree(length: Int, suffix: String, general: String) {
    var random = SeededGenerator(seed: 61)
    // One reader for all: it remembers the date before.
    var reader = TimestampReader()
    var (good, bad) = (0, 0)
    for _ in 0..<20_000 {
      func two(_ range: ClosedRange<Int>) -> String {
        let number = Int.random(in: range, using: &random)
        return number < 10 ? "0\(number)" : "\(number)"
      }
      let separator = Bool.random(using: &random) ? " " : "T"
      var text =
        "20\(two(10...13))-\(two(0...13))-\(two(0...32))\(separator)\(two(0...25)):\(two(0...61)):\(two(0...61))"
      if Int.random(in: 0..<4, using: &random) == 0 {
        var bytes = Array(text.utf8)
        // Any sign could begin an offset.
        let wrong = (UInt8(0x20)...0x7E).filter { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }
        bytes[.random(in: 0..<length, using: &random)] = wrong.randomElement(using: &random)!
        text = String(decoding: bytes, as: UTF8.self)
      }
      text = String(text.utf8.prefix(length))!
      let fast = reader.read(text + suffix)
      // A fraction is not of the common layouts.
      #expect(fast?.ordinal == reader.read(text + general)?.ordinal, "\(text)")
      if fast == nil { bad += 1 } else { good += 1 }
    }
    #expect(good > 2_000 && bad > 2_000)
  }

  @Test(
    "a time that is cut, or stands for nothing, is none",
    arguments: [
      "2024-05-14 2", "2024-05-14 23:0", "2024-05-14 23:00:0", "20240514T000", "2024051400000",
      "1970-01-01 00:00:00",
      "1970-01-01T01:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "1989-12-31 23:59:59", "0",
      "2024-05-14 13:05 PM", "2024-05-14 0:05 AM", "45426.5", "14/05/2024 2",
    ])
  func nothing(text: String) {
    #expect(Self.read(text) == nil)
  }

  @Test(
    "AM and PM after an hour alone, whatever the date before it",
    arguments: ["20240514 11 PM", "20240514 11PM", "20240514 1 PM", "2024051411 PM", "2024-05-14 11 PM"])
  func hourOfTwelve(text: String) {
    let hour = text.contains(" 1 ") ? 13 : 23
    #expect(Self.read(text) == "2024-05-14 \(hour):00:00")
  }

  @Test("the order of a date is the style's")
  func orders() {
    func read(_ text: String, _ order: DateOrder) -> String? {
      var reader = TimestampReader(style: TimestampStyle(order: order))
      return reader.read(text)?.description
    }
    #expect(read("05/06/2024 10:00", .dayFirst) == "2024-06-05 10:00:00")
    #expect(read("05/06/2024 10:00", .monthFirst) == "2024-05-06 10:00:00")
    #expect(read("24-05-14 10:00", .yearFirst) == "2024-05-14 10:00:00")
    #expect(read("14/05/2024 10:00", .monthFirst) == nil)
    #expect(read("2024-05-14 10:00", .monthFirst) == "2024-05-14 10:00:00")
  }

  @Test("a repeated date, and the one before it again, are read right")
  func memory() {
    var reader = TimestampReader()
    for day in ["10", "10", "11", "10", "31", "10"] {
      #expect(
        reader.read("2013-09-\(day) 11:25:19")?.description == (day == "31" ? nil : "2013-09-\(day) 11:25:19")
      )
    }
  }
}
