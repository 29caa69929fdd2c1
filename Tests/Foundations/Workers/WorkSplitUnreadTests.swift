import TestSupport
import Testing
import Workers

@Suite("Shares of what is left to do")
struct WorkSplitUnreadTests {
  @Test("a part begins after what is done, which belongs to the part before")
  func edge() {
    let parts = (0..<2).map { WorkSplit.part($0, of: 2, count: 100, done: [40..<60]) }
    #expect(parts.map(\.all) == [0..<60, 60..<100])
    #expect(parts.map(\.left) == [[0..<40], [60..<100]])
  }

  @Test("no stretch that is done is cut, and what is left is shared evenly")
  func partition() {
    for seed in UInt64(0)..<200 { expectPartition(seed) }
  }

  private func expectPartition(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...60, using: &random)
    var done: [Range<Int>] = []
    var position = Int.random(in: 0...5, using: &random)
    while position < count {
      let end = min(count, position + Int.random(in: 1...9, using: &random))
      done.append(position..<end)
      // Stretches that are done may touch.
      position = end + Int.random(in: 0...6, using: &random)
    }
    for parts in 1...5 {
      let shares = (0..<parts).map { WorkSplit.part($0, of: parts, count: count, done: done) }
      #expect(shares.flatMap { Array($0.all) } == Array(0..<count))
      for stretch in done {
        #expect(shares.contains { $0.all.clamped(to: stretch) == stretch }, "\(stretch) of \(shares)")
      }
      let work = Array(0..<count).filter { place in !done.contains { $0.contains(place) } }
      #expect(shares.flatMap { $0.left.flatMap { Array($0) } } == work)
      for share in shares {
        #expect(share.left.allSatisfy { share.all.clamped(to: $0) == $0 && !$0.isEmpty })
      }
      let sizes = shares.map { $0.left.reduce(0) { $0 + $1.count } }
      #expect(sizes.max()! - sizes.min()! <= 1)
    }
  }

  @Test("with nothing done they are the shares of all", arguments: [0, 1, 3, 10, 101])
  func nothingDone(count: Int) {
    for parts in [1, 2, 3, 7] {
      for index in 0..<parts {
        let share = WorkSplit.part(index, of: parts, count: count, done: [])
        #expect(share.all == WorkSplit.part(index, of: parts, count: count))
        #expect(share.left == (share.all.isEmpty ? [] : [share.all]))
      }
    }
  }

  @Test("with all done there is nothing left")
  func allDone() {
    let shares = (0..<3).map { WorkSplit.part($0, of: 3, count: 8, done: [0..<5, 5..<8]) }
    #expect(shares.map(\.all) == [0..<8, 8..<8, 8..<8])
    #expect(shares.allSatisfy { $0.left.isEmpty })
  }

  @Test("what cannot be cut is dealt out by size, the largest first")
  func dealing() {
    #expect(WorkSplit.deal([], among: 3) == [])
    #expect(WorkSplit.deal([5, 1, 9, 4, 4], among: 1) == [0, 0, 0, 0, 0])
    #expect(WorkSplit.deal([1, 9, 4, 5], among: 2) == [0, 0, 1, 1])
    // Without a size they are dealt out by number.
    #expect(WorkSplit.deal([0, 0, 0, 0], among: 3) == [0, 1, 2, 0])
    var random = SeededGenerator(seed: 12)
    for _ in 0..<100 {
      let sizes = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        Int.random(in: 0...1_000, using: &random)
      }
      let parts = Int.random(in: 1...8, using: &random)
      let owners = WorkSplit.deal(sizes, among: parts)
      let loads = (0..<parts).map { part in
        zip(sizes, owners).reduce(0) { $0 + ($1.1 == part ? $1.0 : 0) }
      }
      // The best deal is no better than the mean, nor than the largest piece.
      let bound = max(sizes.max()!, (sizes.reduce(0, +) + parts - 1) / parts)
      #expect(loads.max()! <= bound * 4 / 3 + sizes.max()!)
      #expect(loads.max()! - loads.min()! <= sizes.max()!)
    }
  }
}
