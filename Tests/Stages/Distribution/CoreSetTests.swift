import Distribution
import Testing

@Suite("CoreSet: lists of cores as the kernel writes them")
struct CoreSetTests {
  @Test(
    "a list is read",
    arguments: [
      ("0", [0]), ("0-3", [0, 1, 2, 3]), ("0-1,8", [0, 1, 8]), ("7,2-3,2", [2, 3, 7]), ("4-4", [4]),
    ])
  func reads(_ list: String, _ cores: [Int]) throws {
    #expect(try #require(CoreSet(list: list)).cores == Set(cores))
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", ",", "0,", "a", "0-", "-1", "3-1", "0-1-2", "0 1", "0-99999999999", "99999999999999999999",
    ])
  func refuses(_ list: String) {
    #expect(CoreSet(list: list) == nil)
  }

  @Test("it is written in the same way", arguments: ["0", "0-3", "0-1,8", "2-3,7", "0,2,4-127"])
  func writes(_ list: String) throws {
    #expect(try #require(CoreSet(list: list)).description == list)
  }

  @Test("a set of no cores is an empty text")
  func none() {
    #expect(CoreSet([]).description == "")
  }
}
