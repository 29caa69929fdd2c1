import Ingestion
import TestSupport
import Testing

@Suite("TimestampReader: seconds, milliseconds and microseconds since 1970")
struct EpochTests {
  private static func microseconds(_ text: String) -> Int? {
    var reader = TimestampReader()
    return reader.read(text)?.ordinal
  }

  @Test(
    "the number of digits tells the unit",
    arguments: [
      ("1000000000", 1_000_000_000_000_000), ("4102444799", 4_102_444_799_000_000),
      ("1378812319738", 1_378_812_319_738_000), ("1378812319738913", 1_378_812_319_738_913),
      ("1378812319738913555", 1_378_812_319_738_913), ("1990999999", 1_990_999_999_000_000),
    ])
  func units(text: String, expected: Int) {
    #expect(Self.microseconds(text) == expected)
  }

  @Test(
    "a fraction is of the unit, to the microsecond, with a point or a comma",
    arguments: [
      ("1378812319.7", 1_378_812_319_700_000), ("1378812319.738913", 1_378_812_319_738_913),
      ("1378812319.7389139", 1_378_812_319_738_913), ("1378812319,000001", 1_378_812_319_000_001),
      ("1378812319738.5", 1_378_812_319_738_500),
      ("1378812319738.001", 1_378_812_319_738_001), ("1378812319738.0009", 1_378_812_319_738_000),
    ])
  func fractions(text: String, expected: Int) {
    #expect(Self.microseconds(text) == expected)
  }

  @Test(
    "other numbers are no times",
    arguments: [
      "0123456789", "9999999999", "999999999", "100000000000", "999999999999", "100000000000000",
      "9999999999999999999", "12345678", "12345678901", "12345678901234", "12345678901234567",
      "1378812319738913.5", "1378812319.",
      "1378812319.5s", "-1378812319", "+1378812319", "1378812319 ", " 1378812319", "1.378812e9",
      "1378812319Z",
      "1378812319.5.5", "13788123x9", "1378812319e0", "0x52", "٠١٢٣٤", "137881231\u{0}",
    ])
  func others(text: String) {
    #expect(Self.microseconds(text) == nil)
  }

  @Test("ten digits are read as those with a fraction are, on good and damaged ones")
  func waysAgree() {
    var random = SeededGenerator(seed: 10)
    var reader = TimestampReader()
    var (good, bad) = (0, 0)
    for _ in 0..<50_000 {
      let number = UInt64.random(in: 1_000_000_000...1_989_999_999, using: &random)
      let text = String(number)
      var bytes = Array((String(repeating: "0", count: 10 - text.count) + text).utf8)
      let isDamaged = Int.random(in: 0..<4, using: &random) == 0
      if isDamaged { bytes[.random(in: 0..<10, using: &random)] = .random(in: 0...127, using: &random) }
      let damaged = String(decoding: bytes, as: UTF8.self)
      let fast = reader.read(damaged)
      // A fraction takes the general way.
      let general = reader.read(damaged + ".0")
      if fast?.ordinal != general?.ordinal { Issue.record("\(damaged.debugDescription): \(fast as Any)") }
      if !isDamaged, fast?.ordinal != Int(number) * 1_000_000 { Issue.record("\(damaged) is \(fast as Any)") }
      if fast == nil { bad += 1 } else { good += 1 }
    }
    #expect(good > 30_000 && bad > 5_000)
  }

  @Test(
    "offsets are understood and, without a zone, change nothing",
    arguments: [
      "Z", " Z", "UTC", " UTC", "+01:00", "+0100", "-04", "+05:30", " -0330", "+00", "-23:59",
    ])
  func offsets(offset: String) {
    for time in ["2024-03-31 02:30:00", "2024-03-31T02:30:00.0", "2024-03-31 02:30", "31/03/2024 2:30"] {
      #expect(
        Self.microseconds(time + offset) == Self.microseconds("2024-03-31 02:30:00"), "\(time)\(offset)")
    }
  }

  @Test(
    "damaged offsets make it no time",
    arguments: [
      "+1", "+24", "+01:60", "+01:0", "+01:000", "+", "-", "z", "GM", "CET", "UT", "ZZ", "  Z", "+ 1",
    ])
  func damagedOffsets(offset: String) {
    #expect(Self.microseconds("2024-03-31 02:30:00" + offset) == nil)
  }
}
