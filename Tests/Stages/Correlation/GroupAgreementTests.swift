import Correlation
import Testing

@Suite("How much of a group is found again")
struct GroupAgreementTests {
  @Test("the same groups by other numbers are found whole")
  func same() {
    #expect(GroupAgreement.of([0, 0, 1, 2, 2], groups: 3, in: [2, 2, 0, 1, 1]) == [1, 1, 1])
  }

  @Test("the best share of stations in both among those in either; a station in none does not count")
  func shares() {
    // Of 0, 1 and 2 two are found together with one other; of 3 and 4 one is left, with none else.
    let found = GroupAgreement.of([0, 0, 0, 1, 1, 1], groups: 2, in: [0, 0, 1, 0, 2, -1])
    #expect(found == [0.5, 0.5])
    #expect(GroupAgreement.of([0, -1, 0], groups: 1, in: [0, 0, 0]) == [1])
  }

  @Test("of a group of which none is left nothing can be said")
  func gone() {
    let found = GroupAgreement.of([0, 1, 1], groups: 2, in: [-1, 0, 0])
    #expect(found[0].isNaN && found[1] == 1)
    #expect(GroupAgreement.of([], groups: 0, in: []).isEmpty)
  }
}
