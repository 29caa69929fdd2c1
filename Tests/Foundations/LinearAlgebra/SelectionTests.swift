import CLinearAlgebra
import LinearAlgebra
import TestSupport
import Testing

@Suite("Selection: loops over tiles, and the best pairs")
struct SelectionTests {
  /// Numbers about -1, 0 and 1, some of them twice, some not numbers.
  private static func values(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
    let special = [
      1.0, -1, 1.0.nextUp, (-1.0).nextDown, 1.0.nextDown, 0, -0.0, .nan, Double.leastNonzeroMagnitude, 3, -7,
    ]
    return (0..<count).map { _ in
      Int.random(in: 0..<4, using: &random) == 0
        ? special.randomElement(using: &random)! : .random(in: -1...1, using: &random)
    }
  }

  @Test("clamping takes each number to the nearest in -1 ... 1, as one comparison after the other does")
  func clamp() {
    var random = SeededGenerator(seed: 1)
    for count in Array(0...70) + [128, 1_000] {
      let values = Self.values(count, &random)
      var clamped = values
      velibcorr_clamp(&clamped, count)
      for (x, y) in zip(values, clamped) {
        let expected = x > 1 ? 1 : x < -1 ? -1 : x
        #expect(x.isNaN ? y.isNaN : y.bitPattern == expected.bitPattern)
      }
    }
  }

  @Test("selecting finds the places that a filter finds", arguments: [0, 0.5, 1, 2, .infinity])
  func select(threshold: Double) {
    var random = SeededGenerator(seed: 2)
    for count in Array(0...70) + [128, 1_000] {
      let values = Self.values(count, &random)
      var places = [UInt32](repeating: 0, count: max(1, count))
      let found = velibcorr_select(values, count, threshold, &places)
      #expect(places[..<found].map { Int($0) } == values.indices.filter { abs(values[$0]) >= threshold })
    }
  }

  @Test(
    "selecting with the magnitudes finds what two filters find",
    arguments: [(0.5, 0.2), (0.2, 0.5), (1, 0), (.infinity, 0.9), (2, .infinity)] as [(Double, Double)])
  func split(threshold: Double, least: Double) {
    var random = SeededGenerator(seed: 3)
    for count in Array(0...70) + [128, 1_000] {
      let values = Self.values(count, &random)
      var places = [UInt32](repeating: 0, count: max(1, count))
      let slack = Int(VELIBCORR_SPLIT_SLACK)
      var magnitudes = [Double](repeating: -1, count: count + slack + 1)
      var taken = 0
      let found = velibcorr_split(values, count, threshold, &places, least, &magnitudes, &taken)
      #expect(places[..<found].map { Int($0) } == values.indices.filter { abs(values[$0]) >= threshold })
      #expect(Array(magnitudes[..<taken]) == values.map(abs).filter { $0 >= least })
      #expect(magnitudes[count + slack] == -1)
    }
  }

  @Test("a row of a matrix is searched in a range of columns, with magnitudes of several rows")
  func rowsWithMagnitudes() {
    var matrix = Matrix(rows: 2, columns: 5)
    for (column, value) in [0.9, -0.8, 0.1, .nan, 0.7].enumerated() {
      matrix[0, column] = -value
      matrix[1, column] = value
    }
    var places = [UInt32](repeating: 0, count: 5)
    var magnitudes = Matrix.Magnitudes(atLeast: 0.1)
    var found: [(Int, Double)] = []
    for row in 0..<2 {
      matrix.select(
        row: row, columns: 1..<5, atLeast: 0.75, places: &places, magnitudes: &magnitudes
      ) { found.append(($0, $1)) }
    }
    #expect(found.map(\.0) == [1, 1])
    #expect(found.map(\.1) == [0.8, -0.8])
    magnitudes.withValues { #expect(Array($0) == [0.8, 0.1, 0.7, 0.8, 0.1, 0.7]) }
    magnitudes.removeAll()
    magnitudes.withValues { #expect($0.isEmpty) }
  }

  @Test("a row of a matrix is searched in a range of columns")
  func row() {
    var matrix = Matrix(rows: 2, columns: 5)
    for (column, value) in [0.9, -0.8, 0.1, .nan, 0.7].enumerated() { matrix[1, column] = value }
    var places = [UInt32](repeating: 0, count: 5)
    var found: [(Int, Double)] = []
    matrix.select(row: 1, columns: 1..<5, atLeast: 0.5, places: &places) { found.append(($0, $1)) }
    #expect(found.map(\.0) == [1, 4])
    #expect(found.map(\.1) == [-0.8, 0.7])
  }

  private static func pairs(_ count: Int, _ random: inout SeededGenerator) -> [MatrixPair] {
    // Few different values: most of the order is by station.
    (0..<count).map { _ in
      MatrixPair(
        r: Double(Int.random(in: -4...4, using: &random)) / 4, a: .random(in: 0..<50, using: &random),
        b: .random(in: 0..<50, using: &random))
    }
  }

  private static func isBetter(_ x: MatrixPair, _ y: MatrixPair) -> Bool {
    (-abs(x.r), x.a, x.b) < (-abs(y.r), y.a, y.b)
  }

  private static func key(_ pair: MatrixPair) -> [Double] { [abs(pair.r), Double(pair.a), Double(pair.b)] }

  @Test("the best pairs are those at the front of all, sorted", arguments: [0, 1, 2, 10, 500, 1_000, 2_000])
  func best(kept: Int) {
    var random = SeededGenerator(seed: UInt64(kept))
    let pairs = Self.pairs(1_000, &random)
    var best = pairs
    best.keepBest(kept)
    best.sortBestFirst()
    #expect(best.map(Self.key) == pairs.sorted(by: Self.isBetter).prefix(kept).map(Self.key))
  }

  @Test("no pairs at all")
  func none() {
    var pairs: [MatrixPair] = []
    pairs.keepBest(3)
    pairs.sortBestFirst()
    #expect(pairs.isEmpty)
  }
}
