import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("PairSelection: the pairs that are listed")
struct PairSelectionTests {
  /// A symmetric matrix of few different numbers, so that ties abound, and some that are not numbers.
  private struct Symmetric {
    let size: Int
    private let values: [Double]

    init(_ size: Int, steps: Int, _ random: inout SeededGenerator) {
      self.size = size
      values = (0..<size * size).map { _ in
        Int.random(in: 0..<9, using: &random) == 0
          ? .nan : Double(Int.random(in: -steps...steps, using: &random)) / Double(steps)
      }
    }

    subscript(_ a: Int, _ b: Int) -> Double { values[min(a, b) * size + max(a, b)] }

    /// Every pair by the definition, best first.
    func pairs(_ criterion: PairCriterion) -> [[Double]] {
      let all = (0..<size).flatMap { a in
        (a + 1..<max(size, a + 1)).map { b -> [Double] in [self[a, b], Double(a), Double(b)] }
      }.filter { abs($0[0]) >= criterion.minimum }
      let sorted = all.sorted { (-abs($0[0]), $0[1], $0[2]) < (-abs($1[0]), $1[1], $1[2]) }
      return Array(sorted.prefix(criterion.top ?? .max))
    }

    func tile(_ grid: TileGrid, _ i: Int, _ j: Int) -> Matrix {
      var tile = Matrix(rows: grid.tileSize, columns: grid.tileSize)
      for (row, a) in grid.range(i).enumerated() {
        for (column, b) in grid.range(j).enumerated() { tile[row, column] = self[a, b] }
      }
      return tile
    }

    /// By tiles in a random order, dealt to several parts.
    func selected(
      _ selection: PairSelection, tileSize: Int, counting: Bool = false, _ random: inout SeededGenerator
    ) throws -> [[Double]] {
      let grid = TileGrid(size: size, tileSize: tileSize)
      let order = (0..<grid.upperCount).shuffled(using: &random)
      var found: [[MatrixPair]] = []
      for part in 0..<3 {
        var mine = selection.makePart(grid)
        var seen = FalseDiscovery.Histogram()
        for k in stride(from: part, to: order.count, by: 3) {
          let (i, j) = grid.upper(order[k])
          let (rows, columns) = (grid.range(i), grid.range(j))
          let tile = tile(grid, i, j)
          if counting {
            seen.add(tile, rows: rows, columns: columns)
            mine.raiseBar(by: seen, before: rows.count * columns.count)
          }
          try mine.add(tile, rows: rows, columns: columns)
        }
        found.append(mine.pairs)
      }
      return try PairSelection.best(of: found, selection.criterion, threads: 3).map {
        [$0.r, Double($0.a), Double($0.b)]
      }
    }
  }

  @Test(
    "equals sorting all pairs, whatever the tiles, their order and who gets them",
    arguments: [1, 2, 3, 40, 170], [3, 1_000])
  func selection(size: Int, steps: Int) throws {
    var random = SeededGenerator(seed: UInt64(size * steps))
    let matrix = Symmetric(size, steps: steps, &random)
    for criterion in [
      PairCriterion(), PairCriterion(top: 1), PairCriterion(top: 17), PairCriterion(top: 5_000),
      PairCriterion(minimum: 0.5), PairCriterion(minimum: 1), PairCriterion(minimum: 0.9, top: 30),
    ] {
      for tileSize in [7, 64, 200] {
        let found = try matrix.selected(PairSelection(criterion), tileSize: tileSize, &random)
        #expect(found == matrix.pairs(criterion), "\(criterion), tiles of \(tileSize)")
      }
    }
  }

  @Test("of pairs that are all as good as the bar the first by number are kept, whoever comes first")
  func allAlike() throws {
    var one = Matrix(rows: 16, columns: 16)
    for a in 0..<16 { for b in 0..<16 { one[a, b] = 1 } }
    let grid = TileGrid(size: 160, tileSize: 16)
    let due = (1...10).map { [0, $0] }
    for isReversed in [false, true] {
      let selection = PairSelection(PairCriterion(top: 10))
      var part = selection.makePart(grid)
      for k in isReversed ? Array((0..<grid.upperCount).reversed()) : Array(0..<grid.upperCount) {
        let (i, j) = grid.upper(k)
        try part.add(one, rows: grid.range(i), columns: grid.range(j))
      }
      #expect(selection.threshold == 1)
      let best = try PairSelection.best(of: [part.pairs], selection.criterion)
      #expect(best.map { [Int($0.a), Int($0.b)] } == due)
      #expect(!selection.isTooStrict(found: best.count))
    }
  }

  @Test("a sample makes no difference unless it deceives, which is noticed")
  func sample() throws {
    var random = SeededGenerator(seed: 3)
    let matrix = Symmetric(120, steps: 10_000, &random)
    let criterion = PairCriterion(top: 200)
    let all = matrix.pairs(PairCriterion()).map { MatrixPair(r: $0[0], a: UInt32($0[1]), b: UInt32($0[2])) }

    let fair = PairSelection(criterion)
    fair.expect(sample: Array(all.shuffled(using: &random).prefix(3_000)), of: all.count)
    let found = try matrix.selected(fair, tileSize: 16, &random)
    #expect(found == matrix.pairs(criterion))
    #expect(!fair.isTooStrict(found: found.count))

    let deceived = PairSelection(criterion)
    deceived.expect(sample: Array(all.prefix(300)), of: all.count)
    let few = try matrix.selected(deceived, tileSize: 16, &random)
    #expect(few.count < 200)
    #expect(deceived.isTooStrict(found: few.count))
  }

  @Test("counts of all pairs seen raise the bar, and no pair is lost", arguments: [200, 1_500])
  func counted(steps: Int) throws {
    var random = SeededGenerator(seed: UInt64(steps))
    let matrix = Symmetric(170, steps: steps, &random)
    for criterion in [
      PairCriterion(top: 1), PairCriterion(top: 300), PairCriterion(top: 20_000), PairCriterion(minimum: 0.7),
      PairCriterion(minimum: 0.99, top: 300),
    ] {
      let selection = PairSelection(criterion)
      let found = try matrix.selected(selection, tileSize: 100, counting: true, &random)
      #expect(found == matrix.pairs(criterion), "\(criterion)")
      #expect(!selection.isTooStrict(found: found.count))
    }
  }

  @Test("counts raise the bar before pairs are taken that are too many, and only then")
  func barOfCounts() {
    var seen = FalseDiscovery.Histogram()
    (0..<10_000).map { Double($0) / 10_000 }.withUnsafeBufferPointer { seen.add($0) }
    let selection = PairSelection(PairCriterion(top: 300))
    var part = selection.makePart(TileGrid(size: 200, tileSize: 100))
    part.raiseBar(by: seen, before: 4_000)
    #expect(selection.threshold == 0)
    part.raiseBar(by: seen, before: 10_000)
    #expect(selection.threshold > 0.969 && selection.threshold <= 0.97)
    let all = PairSelection(PairCriterion(minimum: 0.2))
    part = all.makePart(TileGrid(size: 200, tileSize: 100))
    part.raiseBar(by: seen, before: 10_000)
    #expect(all.threshold == 0.2)
  }

  @Test("pairs are sorted by any number of threads alike", arguments: [1, 2, 3, 8])
  func sorting(threads: Int) throws {
    var random = SeededGenerator(seed: 6)
    let pairs = (0..<30_000).map { i in
      MatrixPair(r: Double(Int.random(in: -500...500, using: &random)) / 500, a: UInt32(i), b: UInt32(i + 1))
    }
    let sorted = pairs.sorted { (-abs($0.r), $0.a) < (-abs($1.r), $1.a) }
    for lists in [
      [pairs], [], [[]], [Array(pairs[..<7]), [], Array(pairs[7..<20_000]), Array(pairs[20_000...])],
    ] {
      let count = lists.reduce(0) { $0 + $1.count }
      let all = try PairSelection.best(of: lists, PairCriterion(), threads: threads)
      #expect(all.map(\.a) == sorted.prefix(count).map(\.a))
      for top in [0, 1, 10_000, 29_000, 40_000] {
        let best = try PairSelection.best(of: lists, PairCriterion(top: top), threads: threads)
        #expect(best.map(\.a) == sorted.prefix(min(top, count)).map(\.a))
      }
    }
  }

  @Test("sorted whatever the spread: all alike, tiny, next to each other, one far from the rest, infinite")
  func spreads() throws {
    let spreads: [[Double]] = [
      Array(repeating: 0.25, count: 5_000), Array(repeating: 0, count: 5_000),
      (0..<5_000).map { Double($0) * .leastNonzeroMagnitude },
      (0..<5_000).map { 1 - Double($0) * 0x1p-53 }, [1] + (0..<5_000).map { Double($0) * 1e-300 },
      // Keys of p = 0.
      Array(repeating: .infinity, count: 5_000),
      [.infinity, 700, .infinity] + (0..<5_000).map { Double($0) },
    ]
    for magnitudes in spreads {
      let pairs = magnitudes.enumerated().map { i, r -> MatrixPair in
        MatrixPair(r: i.isMultiple(of: 2) ? r : -r, a: UInt32(magnitudes.count - i), b: UInt32(i))
      }
      let sorted = pairs.sorted { (-abs($0.r), $0.a) < (-abs($1.r), $1.a) }
      let found = try PairSelection.best(of: [pairs], PairCriterion(), threads: 2)
      #expect(found.map(\.a) == sorted.map(\.a))
    }
  }

  @Test("too few pairs are no deception when none was left out")
  func fewPairs() throws {
    var random = SeededGenerator(seed: 4)
    let selection = PairSelection(PairCriterion(minimum: 0.5, top: 1_000))
    let found = try Symmetric(20, steps: 8, &random).selected(selection, tileSize: 8, &random)
    #expect(!selection.isTooStrict(found: found.count))
  }

  @Test("without a number of pairs, more than the limit are refused")
  func limit() throws {
    var random = SeededGenerator(seed: 5)
    let matrix = Symmetric(40, steps: 8, &random)
    let count = matrix.pairs(PairCriterion()).count
    #expect(
      try matrix.selected(PairSelection(PairCriterion(), limit: count), tileSize: 8, &random).count == count)
    #expect(throws: PairSelection.TooMany.self) {
      try matrix.selected(PairSelection(PairCriterion(), limit: count - 1), tileSize: 8, &random)
    }
    // With a number, memory is bounded by that.
    let best = PairSelection(PairCriterion(top: 10), limit: 10)
    #expect(try matrix.selected(best, tileSize: 8, &random).count == 10)
  }

  @Test("a station's best others are in the order of pairs, without itself and what is undefined")
  func neighbours() {
    let row = [0.5, -0.9, .nan, 1, 0.9, 0.1, 0.5, -0.5]
    // As a rounded r says it, but for 6 and 7, whose |r| is the greater by what was rounded off.
    final class Rounded: Referee {
      func careful(_ a: Int, _ b: Int, proposal: Double) -> (r: Double, error: Double)? { nil }
      func precise(_ a: Int, _ b: Int, proposal: Double) -> PreciseNumber {
        PreciseNumber(proposal, max(a, b) == 6 ? 1e-30 : max(a, b) == 7 ? -1e-30 : 0, error: 1e-40)
      }
      func exact(_ a: Int, _ b: Int, proposal: Double) -> RootRatio {
        RootRatio(product: Int(proposal * 10), squareA: 10, squareB: 10)
      }
    }
    func best(_ count: Int) -> [(station: Int, r: Double)] {
      var order = TrueOrder(Rounded())
      return row.withUnsafeBufferPointer { PairSelection.best(count, of: 3, in: $0, by: &order) }
    }
    #expect(best(5).map(\.station) == [1, 4, 6, 7, 0])
    #expect(best(5).map(\.r) == [-0.9, 0.9, 0.5, -0.5, 0.5])
    #expect(best(3).map(\.station) == [1, 4, 6])
    #expect(best(100).map(\.station) == [1, 4, 6, 7, 0, 5])
    // Exactly the bar is not below it.
    var order = TrueOrder(Rounded())
    for r in [0.5, -0.5] {
      let pair = MatrixPair(r: r, a: 0, b: 1)
      let (isAt, isAbove) = (order.isAtLeast(0.5, pair), order.isAtLeast(0.5.nextUp, pair))
      #expect(isAt && !isAbove)
    }
  }
}
