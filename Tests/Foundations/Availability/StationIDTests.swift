import Availability
import TestSupport
import Testing

@Suite("StationID: identity and order")
struct StationIDTests {
  private static func inOrder(_ ids: [String]) -> [String] {
    StationID.inOrder(ids.map { StationID($0) }).map(\.description)
  }

  @Test("integers are ordered by value, whatever their length")
  func numeric() {
    #expect(Self.inOrder(["100", "20", "3"]) == ["3", "20", "100"])
    let long = String(repeating: "9", count: 40)
    let longer = "1" + String(repeating: "0", count: 40)
    #expect(Self.inOrder([longer, "5", long]) == ["5", long, longer])
  }

  @Test("negative integers go before the others, the largest in magnitude first")
  func negatives() {
    #expect(Self.inOrder(["1", "-1", "0", "-20", "-3"]) == ["-20", "-3", "-1", "0", "1"])
    let long = "-" + String(repeating: "9", count: 40)
    #expect(Self.inOrder(["-5", long]) == [long, "-5"])
  }

  @Test("equal values stay apart and go by bytes")
  func leadingZeros() {
    #expect(Self.inOrder(["7", "8", "007", "6", "07"]) == ["6", "007", "07", "7", "8"])
    #expect(Self.inOrder(["0", "-0", "00"]) == ["-0", "0", "00"])
    #expect(Self.inOrder(["-007", "-7", "-8"]) == ["-8", "-007", "-7"])
    // Of more than 18 digits, too.
    let zeros = String(repeating: "0", count: 30)
    #expect(
      Self.inOrder(["8", zeros + "9", "10", "-" + zeros + "1", "0"]) == [
        "-\(zeros)1", "0", "8", "\(zeros)9", "10",
      ])
    #expect(Self.inOrder(["-" + zeros, "0", "-1"]) == ["-1", "-\(zeros)", "0"])
    #expect(StationID("007") != StationID("7"))
  }

  @Test("one id that is no integer makes the order that of the bytes")
  func bytes() {
    #expect(Self.inOrder(["100", "20", "31024_relais"]) == ["100", "20", "31024_relais"])
    #expect(Self.inOrder(["b", "B", "é", "a", "ab"]) == ["B", "a", "ab", "b", "é"])
    #expect(Self.inOrder(["10", "9", ""]) == ["", "10", "9"])
  }

  @Test(
    "an integer is an optional minus and ASCII digits",
    arguments: [
      ("8001", true), ("-1", true), ("0", true), ("-0", true), ("", false), ("-", false), ("+5", false),
      ("1.0", false), (" 1", false), ("1 ", false), ("--1", false), ("1-", false), ("٣", false),
      ("1e3", false),
    ])
  func isInteger(text: String, expected: Bool) {
    #expect(StationID(text).isInteger == expected)
  }

  @Test("bytes that are no UTF-8 are kept, and stay distinct")
  func notUTF8() {
    let (a, b) = (StationID(bytes: [0xFF, 0x31]), StationID(bytes: [0xFE, 0x31]))
    #expect(a != b)
    #expect(a.bytes == [0xFF, 0x31])
    #expect(StationID.inOrder([a, b]) == [b, a])
  }

  @Test("nothing in order is nothing")
  func none() {
    #expect(StationID.inOrder([StationID]()) == [])
  }

  @Test("the order agrees with that of Int and does not depend on the order given")
  func random() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<200 {
      let numbers = Set(
        (0..<30).map { _ in
          Int.random(in: -1...1, using: &random)
            * Int.random(in: 0...(.max >> Int.random(in: 0...62, using: &random)), using: &random)
        })
      let shuffled = numbers.shuffled(using: &random)
      #expect(Self.inOrder(shuffled.map(String.init)) == numbers.sorted().map(String.init))
    }
  }
}
