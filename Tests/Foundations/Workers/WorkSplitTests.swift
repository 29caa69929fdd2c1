import Testing
import Workers

@Suite("How work is split")
struct WorkSplitTests {
  @Test("the parts cut the work exactly, in order, with sizes that differ by one at most")
  func partition() {
    for parts in [1, 2, 3, 4, 7, 16, 100] {
      for count in [0, 1, 2, 3, 5, 16, 99, 100, 101, 1_234] {
        let shares = (0..<parts).map { WorkSplit.part($0, of: parts, count: count) }
        #expect(shares.flatMap { Array($0) } == Array(0..<count))
        let sizes = shares.map(\.count)
        #expect(sizes.max()! - sizes.min()! <= 1)
        #expect(sizes == sizes.sorted(by: >))
      }
    }
  }

  @Test("more parts than work leave the last ones empty")
  func empty() {
    #expect((0..<4).map { WorkSplit.part($0, of: 4, count: 2) } == [0..<1, 1..<2, 2..<2, 2..<2])
  }

  @Test("a part that there is not traps")
  func outside() async {
    await #expect(processExitsWith: .failure) { _ = WorkSplit.part(2, of: 2, count: 10) }
    await #expect(processExitsWith: .failure) { _ = WorkSplit.part(-1, of: 2, count: 10) }
  }
}
