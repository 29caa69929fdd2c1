import Foundation
import Ingestion
import TestSupport
import Testing

/// What a zone does to times. It becomes the process's own, so each test has a process of its own.
@Suite("TimestampReader with a zone")
struct ZonedTimestampTests {
  @Test("epochs get the local time of their moment, around both clock changes")
  func epochs() async {
    await #expect(processExitsWith: .success) {
      let zone = try #require(TimeZoneRules(name: "Europe/Paris"))
      var reader = TimestampReader(zone: zone)
      for (epoch, expected) in [
        (1_711_846_799, "2024-03-31 01:59:59"), (1_711_846_800, "2024-03-31 03:00:00"),
        (1_729_987_200, "2024-10-27 02:00:00"), (1_729_990_799, "2024-10-27 02:59:59"),
        (1_729_990_800, "2024-10-27 02:00:00"), (1_729_994_400, "2024-10-27 03:00:00"),
        (1_735_685_999, "2024-12-31 23:59:59"), (1_735_686_000, "2025-01-01 00:00:00"),
      ] {
        // Seconds, milliseconds, microseconds, with fractions or not.
        for text in ["\(epoch)", "\(epoch).0", "\(epoch).999999", "\(epoch)000", "\(epoch)999999"] {
          #expect(reader.read(text)?.description == expected, "\(text)")
        }
      }
    }
  }

  @Test("times with an offset are converted, naive ones stay as written")
  func offsets() async {
    await #expect(processExitsWith: .success) {
      let zone = try #require(TimeZoneRules(name: "Europe/Paris"))
      var reader = TimestampReader(zone: zone)
      for (text, expected) in [
        ("2024-07-01T10:00:00Z", "2024-07-01 12:00:00"), ("2024-01-01T10:00:00Z", "2024-01-01 11:00:00"),
        ("2024-07-01 10:00:00 UTC", "2024-07-01 12:00:00"),
        ("2024-07-01 10:00:00+01:00", "2024-07-01 11:00:00"),
        ("2024-07-01 10:00:00+0100", "2024-07-01 11:00:00"),
        ("2024-07-01 10:00:00-04", "2024-07-01 16:00:00"),
        ("2024-07-01 10:00:00-03:30", "2024-07-01 15:30:00"),
        ("2024-07-01 10:00:00 -0930", "2024-07-01 21:30:00"),
        ("2024-07-01 10:00:00-00:45", "2024-07-01 12:45:00"),
        ("2024-07-01 10:00:00 +05:30", "2024-07-01 06:30:00"), ("2024-07-01 23:30Z", "2024-07-02 01:30:00"),
        ("2024-07-01T10:00:00.123000+00:00Z", "2024-07-01 12:00:00"),
        ("2024-12-31T23:30:00.5Z", "2025-01-01 00:30:00"), ("2024-03-31T01:00:00Z", "2024-03-31 03:00:00"),
        ("2024-03-31T00:59:59.999999Z", "2024-03-31 01:59:59"),
        ("2024-07-01 10:00:00", "2024-07-01 10:00:00"), ("01/07/2024 10:00", "2024-07-01 10:00:00"),
        ("2024-07-01T10:00:00.25", "2024-07-01 10:00:00"),
        // No clock in Paris has shown it, but it is what is written.
        ("2024-03-31 02:30:00", "2024-03-31 02:30:00"),
      ] {
        #expect(reader.read(text)?.description == expected, "\(text)")
      }
    }
  }

  @Test("quarters of an hour looked up before, in any order, give what another implementation gives")
  func remembered() async {
    for name in ["Europe/Paris", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"] {
      await #expect(processExitsWith: .success) { [name = name as String] in
        let zone = try #require(TimeZoneRules(name: name))
        var reader = TimestampReader(zone: zone)
        let other = try #require(TimeZone(identifier: name))
        var random = SeededGenerator(seed: 7)
        // Until 2011 clocks of Newfoundland were changed a minute past midnight: within a quarter of an hour.
        let changes = [
          1_711_846_800, 1_729_990_800, 1_712_415_600, 1_728_142_200, 1_268_537_460, 1_289_097_060,
        ]
        for _ in 0..<20_000 {
          let moment =
            Bool.random(using: &random)
            ? Int.random(in: 1_000_000_000...1_799_999_999, using: &random)
            : changes.randomElement(using: &random)! + Int.random(in: -2000...2000, using: &random)
          let local = moment + other.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment)))
          let found = reader.read("\(moment)")
          if found?.ordinal != local * 1_000_000 {
            Issue.record(
              "\(name): \(moment) is \(found as Any), expected \(LocalTime(ordinal: local * 1_000_000))")
            break
          }
        }
      }
    }
  }
}
