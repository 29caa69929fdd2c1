import Availability
import Jobs
import Testing

@Suite("Stations that are written alike")
struct LookalikeStationsTests {
  private func groups(_ names: [String]) -> [[String]] {
    LookalikeStations(names.map { StationID($0) }).groups.map { $0.map(\.description) }
  }

  @Test(
    "one number or one text, written in two ways",
    arguments: [
      ["7", "007"], ["7", "7,0"], ["700000", "7E+05"], ["A1", "a1"],
      ["Gare d\u{E9}pot", "Gare de\u{301}pot"],
      ["Station 7", "station  7"], ["7", "#7"], ["7", "[7]"], ["7", "7;"], ["7", "\u{FF17}"],
      ["7", "7\u{FE0F}"],
      ["Gare \u{C9}vry", "Gare ?vry"], ["Gare \u{C9}vry", "Gare \u{C3}\u{89}vry"],
      ["Gare d'Eau", "Gare d\u{2019}Eau"],
    ])
  func alike(_ names: [String]) {
    #expect(groups(["8"] + names + ["9"]) == [names])
  }

  @Test(
    "others are not",
    arguments: [
      ["7", "70"], ["1.5", "15"], ["A", "B"], ["9007199254740993", "9007199254740992"], ["0x7", "7"],
      ["-7", "7"], ["1-2", "12"], ["B\u{F8}gevej", "B\u{E5}gevej"], ["\u{6771}\u{4EAC}", "\u{5927}\u{962A}"],
    ])
  func apart(_ names: [String]) {
    #expect(groups(names).isEmpty)
    #expect(LookalikeStations(names.map { StationID($0) }).notes.isEmpty)
  }

  @Test("the note names the first of them, and counts the others")
  func note() {
    let notes = LookalikeStations(["7", "007", "A", "a"].map { StationID($0) }).notes
    #expect(
      notes == [
        "stations '7' and '007' are written alike, and so are 1 more: each is read as a station of its own; "
          + "write them in one way if they are one"
      ])
  }
}
