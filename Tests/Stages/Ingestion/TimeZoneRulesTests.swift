import Foundation
import Ingestion
import TestSupport
import Testing

/// A zone becomes the process's own, so each test has a process of its own.
@Suite("TimeZoneRules: local time from the system's database")
struct TimeZoneRulesTests {
  @Test("the exact seconds around both clock changes of 2024, in Oslo and in Paris")
  func clockChanges() async {
    await #expect(processExitsWith: .success) {
      for name in ["Europe/Oslo", "Europe/Paris"] {
        let zone = try #require(TimeZoneRules(name: name))
        #expect(zone.name == name)
        // 2024-03-31 and 2024-10-27, 01:00:00 UTC.
        let (forth, back) = (1_711_846_800, 1_729_990_800)
        #expect(zone.offset(at: forth - 1) == 3600)
        #expect(zone.offset(at: forth) == 7200)
        #expect(zone.offset(at: back - 1) == 7200)
        #expect(zone.offset(at: back) == 3600)
      }
    }
  }

  @Test("zones whose offset, or whose change, is half an hour")
  func halfHours() async {
    await #expect(processExitsWith: .success) {
      let kolkata = try #require(TimeZoneRules(name: "Asia/Kolkata"))
      for moment in [0, 1_711_846_800, 1_729_990_800] { #expect(kolkata.offset(at: moment) == 19_800) }
      #expect(kolkata.setBacks(from: 1_600_000_000, through: 1_730_000_000) == [])
    }
    await #expect(processExitsWith: .success) {
      let island = try #require(TimeZoneRules(name: "Australia/Lord_Howe"))
      // 2024-04-06 15:00:00 and 2024-10-05 15:30:00 UTC: 11 and 10.5 hours.
      let (back, forth) = (1_712_415_600, 1_728_142_200)
      #expect(island.offset(at: back - 1) == 39_600)
      #expect(island.offset(at: back) == 37_800)
      #expect(island.offset(at: forth - 1) == 37_800)
      #expect(island.offset(at: forth) == 39_600)
      #expect(island.setBacks(from: back - 100_000, through: forth + 100_000) == [back])
    }
  }

  @Test("clocks set back are found to the second, those set forth are not among them")
  func setBacks() async {
    await #expect(processExitsWith: .success) {
      let zone = try #require(TimeZoneRules(name: "Europe/Paris"))
      let backs = [1_667_091_600, 1_698_541_200, 1_729_990_800]
      #expect(zone.setBacks(from: 1_650_000_000, through: 1_735_000_000) == backs)
      let last = backs[2]
      #expect(zone.setBacks(from: last - 1, through: last) == [last])
      #expect(zone.setBacks(from: last - 10, through: last - 1) == [])
      #expect(zone.setBacks(from: last, through: last + 10_000_000) == [])
      #expect(zone.setBacks(from: last, through: last - 1) == [])
    }
  }

  @Test("UTC has one offset for ever")
  func utc() async {
    await #expect(processExitsWith: .success) {
      let zone = try #require(TimeZoneRules(name: "UTC"))
      #expect(zone.offset(at: 1_720_000_000) == 0)
      #expect(zone.setBacks(from: 0, through: 1_720_000_000) == [])
    }
  }

  @Test(
    "a name that the database does not have, or that is none, is no zone",
    arguments: [
      "", "Europe", "Europe/Nowhere", "europe/paris", "Europe/Paris ", ":Europe/Paris", "/etc/passwd",
      "/usr/share/zoneinfo/Europe/Paris", "../zoneinfo/Europe/Paris", "CET-1CEST", "+02:00",
    ])
  func unknown(name: String) async {
    // Refused, it leaves the process's zone alone: no process of its own.
    #expect(TimeZoneRules(name: name) == nil)
  }

  @Test("every hour of some years has the offset that another implementation gives")
  func foundation() async {
    for name in [
      "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo",
    ] {
      await #expect(processExitsWith: .success) { [name = name as String] in
        let zone = try #require(TimeZoneRules(name: name))
        let other = try #require(TimeZone(identifier: name))
        // 2013 to 2024.
        for moment in stride(from: 1_356_998_400, to: 1_735_689_600, by: 3600) {
          let expected = other.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment)))
          if zone.offset(at: moment) != expected {
            Issue.record("\(name) at \(moment): \(zone.offset(at: moment)), expected \(expected)")
            break
          }
        }
      }
    }
  }
}
