import Correlation
import LinearAlgebra
import TestSupport
import Testing

/// Distances of stations 0, 1, ... entered tile by tile.
private func distances(_ r: [[Double]], tileSize: Int = 4, apart: Set<Int> = []) -> StationDistances {
  let stations = r.indices.filter { !apart.contains($0) }
  let distances = StationDistances(stations: stations, of: r.count)
  let grid = TileGrid(size: r.count, tileSize: tileSize)
  for k in 0..<grid.upperCount {
    let (i, j) = grid.upper(k)
    let (rows, columns) = (grid.range(i), grid.range(j))
    var tile = Matrix(rows: tileSize, columns: tileSize)
    for a in rows {
      for b in columns { tile[a - rows.lowerBound, b - columns.lowerBound] = r[a][b] }
    }
    distances.enter(tile, rows: rows, columns: columns)
  }
  return distances
}

private func tree(_ r: [[Double]]) -> Dendrogram {
  var distances = distances(r)
  return Dendrogram(averageLinkage: &distances)
}

/// Symmetric, of 1 on the diagonal; of few values, so that there are ties, or of many.
private func correlations(_ count: Int, steps: Int, _ random: inout SeededGenerator) -> [[Double]] {
  var r = [[Double]](repeating: [Double](repeating: 1, count: count), count: count)
  for a in 0..<count {
    for b in 0..<a {
      r[a][b] = Double(Int.random(in: -steps...steps, using: &random)) / Double(steps)
      r[b][a] = r[a][b]
    }
  }
  return r
}

/// The heights of average linkage by its definition: the mean over all pairs of two groups, each time anew.
private func plainHeights(_ r: [[Double]]) -> [Double] {
  var groups = r.indices.map { [$0] }
  var heights: [Double] = []
  while groups.count > 1 {
    var best = (height: Double.infinity, a: 0, b: 0)
    for a in groups.indices {
      for b in 0..<a {
        let pairs = groups[a].flatMap { x in groups[b].map { 1 - r[x][$0] } }
        let mean = pairs.reduce(0, +) / Double(pairs.count)
        if mean < best.height { best = (mean, a, b) }
      }
    }
    heights.append(best.height)
    groups[best.b] += groups[best.a]
    groups.remove(at: best.a)
  }
  return heights
}

@Suite("Groups of stations")
struct GroupingTests {
  @Test("every pair of a tile is entered once, of stations that take part", arguments: [1, 3, 4, 64])
  func entering(tileSize: Int) {
    var random = SeededGenerator(seed: 71)
    var r = correlations(11, steps: 1_000_000, &random)
    r[2][9] = .nan
    r[9][2] = .nan
    let apart: Set = [0, 5]
    let found = distances(r, tileSize: tileSize, apart: apart)
    #expect(found.stations == [1, 2, 3, 4, 6, 7, 8, 9, 10])
    for (a, x) in found.stations.enumerated() {
      var others: [Int] = []
      found.forEach(from: a) { other, distance in
        others.append(other)
        #expect(distance.bitPattern == found[a, other].bitPattern)
      }
      #expect(others == found.stations.indices.filter { $0 != a })
      for (b, y) in found.stations.enumerated() {
        let expected = a == b ? 0 : 1 - r[x][y]
        #expect(found[a, b] == expected || found[a, b].isNaN && expected.isNaN)
        #expect(found.distance(a, b) == (expected.isNaN ? 1 : expected))
      }
    }
  }

  /// Heights are means of up to 10,000 numbers below 2, each rounded.
  @Test("heights are those of the definition", arguments: [1, 2, 3, 10, 40])
  func heights(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<20 {
      let r = correlations(count, steps: 1 << 40, &random)
      let tree = tree(r)
      let expected = plainHeights(r)
      #expect(tree.merges.count == count - 1)
      #expect(zip(tree.merges, expected).allSatisfy { abs($0.height - $1) < 1e-12 })
    }
  }

  @Test("heights rise, and every node is joined once, also with ties", arguments: [1, 2, 1_000])
  func structure(steps: Int) {
    var random = SeededGenerator(seed: 72)
    for _ in 0..<20 {
      let tree = tree(correlations(30, steps: steps, &random))
      #expect(zip(tree.merges, tree.merges.dropFirst()).allSatisfy { $0.height <= $1.height })
      #expect(tree.merges.flatMap { [$0.a, $0.b] }.sorted() == Array(0..<58))
      for (i, merge) in tree.merges.enumerated() {
        #expect(merge.a < merge.b && merge.b < 30 + i)
        let sizes = [merge.a, merge.b].map { $0 < 30 ? 1 : tree.merges[$0 - 30].size }
        #expect(merge.size == sizes[0] + sizes[1])
      }
    }
  }

  @Test("SciPy's linkage of a matrix gives the same merges")
  func reference() {
    let r = (1...9).map { i in
      (1...9).map { j -> Double in
        let number: Int = i * j * 3571 % 9973
        return i == j ? 1 : Double(number) / 9973
      }
    }
    let tree = tree(r)
    #expect(tree.merges.map(\.size) == Self.scipy.map(\.size))
    for (merge, expected) in zip(tree.merges, Self.scipy) {
      #expect(abs(merge.height - expected.height) < 1e-12)
      #expect(merge.a == expected.a && merge.b == expected.b)
    }
  }

  /// scipy.cluster.hierarchy.linkage(squareform(1 - r), 'average'), SciPy 1.17.
  private static let scipy: [(a: Int, b: Int, height: Double, size: Int)] = [
    (a: 3, b: 8, height: 0.10959590895417626, size: 2),
    (a: 0, b: 7, height: 0.1354657575453725, size: 2),
    (a: 4, b: 5, height: 0.2579965907951469, size: 2),
    (a: 1, b: 10, height: 0.27739897723854406, size: 3),
    (a: 9, b: 12, height: 0.4660750693539222, size: 5),
    (a: 2, b: 6, height: 0.4805976135566028, size: 2),
    (a: 11, b: 13, height: 0.6470369998997292, size: 7),
    (a: 14, b: 15, height: 0.6911876351864319, size: 9),
  ]

  @Test("a cut has as many groups as asked for, each within one of a coarser cut")
  func cuts() {
    var random = SeededGenerator(seed: 73)
    let tree = tree(correlations(25, steps: 1_000, &random))
    #expect(tree.labels(groups: 1) == [Int](repeating: 0, count: 25))
    #expect(tree.labels(groups: 25) == Array(0..<25))
    for groups in 2...25 {
      let (fine, coarse) = (tree.labels(groups: groups), tree.labels(groups: groups - 1))
      #expect(Set(fine) == Set(0..<groups))
      #expect(Set(zip(fine, coarse).map { [$0, $1] }).count == groups)
    }
  }

  @Test("the order keeps the groups of every cut together")
  func order() {
    var random = SeededGenerator(seed: 74)
    for count in [1, 2, 3, 25] {
      let r = correlations(count, steps: 1_000, &random)
      let tree = tree(r)
      let order = tree.order(distances(r))
      #expect(order.sorted() == Array(0..<count))
      for groups in 1...count {
        let labels = tree.labels(groups: groups)
        let changes = zip(order, order.dropFirst()).count { labels[$0] != labels[$1] }
        #expect(changes == groups - 1)
      }
    }
  }

  @Test("stations on a line come out in their order, or in the opposite one")
  func line() {
    let places = [0.0, 0.11, 0.3, 0.34, 0.7, 0.83, 1.0]
    let r = places.map { a in places.map { b in 1 - abs(a - b) } }
    let order = tree(r).order(distances(r))
    #expect(order == Array(0..<7) || order == (0..<7).reversed())
  }

  @Test("silhouettes are those of the definition, for all threads alike", arguments: [1, 2, 5])
  func silhouettes(threads: Int) throws {
    var random = SeededGenerator(seed: 75)
    let r = correlations(23, steps: 1 << 40, &random)
    let tree = tree(r)
    let found = try Silhouettes(tree, distances(r), upTo: 6, threads: threads)
    #expect(found.means.count == 5)
    for groups in 2...6 {
      let labels = tree.labels(groups: groups)
      let silhouettes = labels.indices.map { i in
        func mean(_ group: Int) -> Double {
          let others = labels.indices.filter { labels[$0] == group && $0 != i }.map { 1 - r[i][$0] }
          return others.reduce(0, +) / Double(others.count)
        }
        guard labels.count(where: { $0 == labels[i] }) > 1 else { return 0.0 }
        let (a, b) = (mean(labels[i]), (0..<groups).filter { $0 != labels[i] }.map(mean).min()!)
        return (b - a) / max(a, b)
      }
      #expect(abs(found.means[groups - 2] - silhouettes.reduce(0, +) / 23) < 1e-12)
    }
    #expect(found.best == 2 + found.means.firstIndex(of: found.means.max()!)!)
  }

  @Test("three blocks are three groups")
  func blocks() throws {
    let r = (0..<30).map { a in (0..<30).map { b in a == b ? 1.0 : a / 10 == b / 10 ? 0.8 : -0.2 } }
    let tree = tree(r)
    let silhouettes = try Silhouettes(tree, distances(r), upTo: 12, threads: 2)
    #expect(silhouettes.best == 3)
    #expect(tree.labels(groups: 3) == (0..<30).map { $0 / 10 })
  }

  @Test("there may be no station, one, or two", arguments: [0, 1, 2])
  func few(count: Int) throws {
    let r = [[Double]](repeating: [Double](repeating: 1, count: count), count: count)
    let tree = tree(r)
    #expect(tree.merges.count == max(0, count - 1))
    #expect(tree.order(distances(r)) == Array(0..<count))
    #expect(try Silhouettes(tree, distances(r), upTo: 12, threads: 2).best == 1)
  }
}
