import Availability
import Testing

@Suite("HourBins: bins and their names")
struct HourBinsTests {
  private static let series = HourBins.series((15_958 * 24 + 22)..<(15_960 * 24 + 3))

  @Test("days, weeks and series have as many bins as hours")
  func counts() {
    #expect(HourBins.hourOfDay.count == 24)
    #expect(HourBins.hourOfWeek.count == 168)
    #expect(Self.series.count == 29)
  }

  @Test("bins are named by their hour")
  func labels() {
    let names = (0..<24).map { hour in hour < 10 ? "0\(hour)" : "\(hour)" }
    #expect((0..<24).map(HourBins.hourOfDay.label) == names)
    #expect(HourBins.hourOfWeek.label(0) == "Mon 00")
    #expect(HourBins.hourOfWeek.label(167) == "Sun 23")
    #expect(
      [0, 1, 2, 28].map(Self.series.label) == [
        "2013-09-10T22", "2013-09-10T23", "2013-09-11T00", "2013-09-12T02",
      ])
  }

  @Test("a name leads back to its bin", arguments: [HourBins.hourOfDay, .hourOfWeek, series])
  func back(bins: HourBins) {
    for bin in 0..<bins.count {
      #expect(HourBins.bin(of: bins.label(bin), kind: bins.kind) == bins.firstHour + bin)
    }
    #expect(Set((0..<bins.count).map(bins.label)).count == bins.count)
  }

  @Test("other names lead to none")
  func none() {
    for label in ["", "7", "24", "007", "-1", "xx", "Mon 07", "2013-09-10T07"] {
      #expect(HourBins.bin(of: label, kind: .hourOfDay) == nil)
    }
    for label in ["", "07", "Mon", "Mon 24", "mon 07", "Mon  07", "Mon 07 "] {
      #expect(HourBins.bin(of: label, kind: .hourOfWeek) == nil)
    }
    for label in [
      "", "07", "2013-09-10", "2013-02-29T07", "2013-09-10T24", "2013-09-10 07", "2013-09-10T07T",
    ] {
      #expect(HourBins.bin(of: label, kind: .series) == nil)
    }
  }
}
