import Correlation
import LinearAlgebra
import TestSupport
import Testing

private let decimals = Rounding(decimals: 13)
private let none = WholeMatrix.none

/// Distances of stations 0, 1, ... entered tile by tile, of r 10^13.
private func distances(_ r: [[Int64]], tileSize: Int = 4, apart: Set<Int> = []) -> StationDistances {
  let stations = r.indices.filter { !apart.contains($0) }
  let distances = StationDistances(stations: stations, of: r.count, decimals)
  let grid = TileGrid(size: r.count, tileSize: tileSize)
  for k in 0..<grid.upperCount {
    let (i, j) = grid.upper(k)
    let (rows, columns) = (grid.range(i), grid.range(j))
    var tile = WholeMatrix(rows: tileSize, columns: tileSize)
    for a in rows {
      for b in columns { tile[a - rows.lowerBound, b - columns.lowerBound] = r[a][b] }
    }
    distances.enter(tile, rows: rows, columns: columns)
  }
  return distances
}

private func tree(_ r: [[Int64]]) -> Dendrogram { Dendrogram(averageLinkage: distances(r)) }

private func wholes(_ r: [[Double]]) -> [[Int64]] {
  r.map { $0.map { Int64(($0 * decimals.scale).rounded()) } }
}

/// Symmetric, of 1 on the diagonal; of few values, so that there are ties, or of many; one in `gaps` is undefined.
private func correlations(
  _ count: Int, steps: Int64, gaps: Int = .max, _ random: inout SeededGenerator
) -> [[Int64]] {
  let one = decimals.one
  var r = [[Int64]](repeating: [Int64](repeating: one, count: count), count: count)
  for a in 0..<count {
    for b in 0..<a {
      let isGap = Int.random(in: 1...gaps, using: &random) == 1 && gaps < .max
      r[a][b] = isGap ? none : Int64.random(in: -steps...steps, using: &random) * (one / steps)
      r[b][a] = r[a][b]
    }
  }
  return r
}

/// 1 - r 10^13; 1 without r.
private func distance(_ r: Int64) -> UInt128 { UInt128(decimals.one - (r == none ? 0 : r)) }

@Suite("Groups of stations")
struct GroupingTests {
  @Test("every pair of a tile is entered once, of stations that take part", arguments: [1, 3, 4, 64])
  func entering(tileSize: Int) {
    var random = SeededGenerator(seed: 71)
    let r = correlations(11, steps: 1_000_000, gaps: 5, &random)
    let found = distances(r, tileSize: tileSize, apart: [0, 5])
    #expect(found.stations == [1, 2, 3, 4, 6, 7, 8, 9, 10])
    for (a, x) in found.stations.enumerated() {
      for (b, y) in found.stations.enumerated() {
        #expect(found.distance(a, b) == (a == b ? 0 : distance(r[x][y])))
      }
      let sums = found.sums(of: a..<a + 1, labels: Array(0..<9), groups: 9, progress: nil)
      #expect(sums == [(0..<9).map { found.distance(a, $0) }])
    }
  }

  @Test(
    "joins are those of the definition, with ties and without, and pairs that have no r",
    arguments: [(1, Int.max), (2, .max), (3, 4), (100, .max), (10_000_000_000_000, .max), (1_000, 3)]
      as [(Int64, Int)])
  func definition(steps: Int64, gaps: Int) {
    var random = SeededGenerator(seed: UInt64(steps))
    for count in [1, 2, 3, 4, 7, 12, 20, 33] {
      for _ in 0..<10 {
        let r = correlations(count, steps: steps, gaps: gaps, &random)
        let (tree, due) = (tree(r), PlainLinkage(count) { distance(r[$0][$1]) }.merges)
        #expect(tree.merges.map { [$0.a, $0.b, $0.size] } == due.map { [$0.a, $0.b, $0.size] })
        // The quotient is at most 2.
        let heights = due.map { merge in
          let whole = Int(decimals.one) * 2 * merge.pairs
          return 2 * RootRatio(product: Int(merge.sum), squareA: whole, squareB: whole).nearestDouble
        }
        #expect(tree.merges.map(\.height) == heights)
      }
    }
  }

  @Test("stations that are all equally far apart are joined to the first, one after the other")
  func allTied() {
    let r = (0..<9).map { a in (0..<9).map { a == $0 ? decimals.one : 0 } }
    let merges = tree(r).merges
    #expect(merges.map(\.a) == [0] + Array(2...8).map { $0 })
    #expect(merges.map(\.b) == [1] + Array(9...15))
    #expect(merges.allSatisfy { $0.height == 1 })
  }

  @Test("heights rise, and every node is joined once, also with ties", arguments: [1, 2, 1_000])
  func structure(steps: Int64) {
    var random = SeededGenerator(seed: 72)
    for _ in 0..<20 {
      let tree = tree(correlations(30, steps: steps, &random))
      #expect(zip(tree.merges, tree.merges.dropFirst()).allSatisfy { $0.height <= $1.height })
      #expect(tree.merges.flatMap { [$0.a, $0.b] }.sorted() == Array(0..<58))
      #expect(tree.merges.enumerated().allSatisfy { $1.a < $1.b && $1.b < 30 + $0 })
    }
  }

  @Test("sums of distances stay below 2^63: decimals are those of the matrix, or fewer of many stations")
  func bound() {
    for (stations, bins, due) in [
      (0, 24, 13), (1, 24, 13), (1_230, 24, 13), (1_358, 24, 13), (1_359, 24, 12), (4_096, 24, 12),
      (4_294, 24, 12), (4_295, 24, 11), (20_000, 24, 10), (1_000_000, 24, 7), (1_230, 8_760, 10),
    ] {
      let rounding = StationDistances.rounding(stations: stations, bins: bins)
      #expect(rounding.decimals == due, "\(stations) stations")
      // All N^2 / 4 pairs of two halves at the distance 2.
      let pairs = UInt128(stations / 2) * UInt128(stations - stations / 2)
      #expect(pairs * 2 * UInt128(rounding.one) < 1 << 63)
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
    let tree = tree(wholes(r))
    #expect(tree.merges.map(\.size) == Self.scipy.map(\.size))
    // Here r has 13 decimals.
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

  @Test(
    "the order is that of the definition: of four ways the one whose touching ends are nearest",
    arguments: [1, 2, 1_000])
  func orderByDefinition(steps: Int64) {
    var random = SeededGenerator(seed: 76)
    for count in [2, 3, 4, 9, 24] {
      for _ in 0..<10 {
        let r = correlations(count, steps: steps, &random)
        let tree = tree(r)
        var rows = (0..<count).map { [$0] }
        for merge in tree.merges {
          let (a, b) = (rows[merge.a], rows[merge.b])
          let ways = [a + b, a.reversed() + b, a + b.reversed(), a.reversed() + b.reversed()]
          // The first of equally near ends.
          rows.append(ways.min { gap($0, a.count) < gap($1, a.count) }!)
        }
        func gap(_ way: [Int], _ left: Int) -> UInt128 { distance(r[way[left - 1]][way[left]]) }
        #expect(tree.order(distances(r)) == rows.last!)
      }
    }
  }

  @Test("stations on a line come out in their order, or in the opposite one")
  func line() {
    let places = [0.0, 0.11, 0.3, 0.34, 0.7, 0.83, 1.0]
    let r = wholes(places.map { a in places.map { b in 1 - abs(a - b) } })
    let order = tree(r).order(distances(r))
    #expect(order == Array(0..<7) || order == (0..<7).reversed())
  }

  @Test("ends that are equally near: the node before stays as it is, and stands on the left")
  func tiedEnds() {
    let one = decimals.one
    // 0 and 1 are one pair, 2 and 3 another; all else is equally far.
    let r = (0..<4).map { a in (0..<4).map { b in a == b ? one : a / 2 == b / 2 ? one / 2 : 0 } }
    #expect(tree(r).order(distances(r)) == [0, 1, 2, 3])
    // 0 is nearer to 3 than the other ends to each other.
    var near = r
    (near[0][3], near[3][0]) = (one / 10, one / 10)
    #expect(tree(near).order(distances(near)) == [1, 0, 3, 2])
  }

  /// Some roundings of 1; sums of the reference are of 23 terms.
  @Test(
    "silhouettes are those of the definition, for all threads alike",
    arguments: [(1, 10_000_000_000_000), (2, 3), (5, 1_000)] as [(Int, Int64)])
  func silhouettes(threads: Int, steps: Int64) throws {
    var random = SeededGenerator(seed: 75)
    let r = correlations(23, steps: steps, gaps: 9, &random)
    let tree = tree(r)
    let found = try Silhouettes(tree, distances(r), groups: 2...6, threads: threads)
    #expect(found.means.count == 5)
    for groups in 2...6 {
      let labels = tree.labels(groups: groups)
      let silhouettes = labels.indices.map { i in
        func mean(_ group: Int) -> Double {
          let others = labels.indices.filter { labels[$0] == group && $0 != i }
            .map { other -> Double in Double(distance(r[i][other])) / decimals.scale }
          return others.reduce(0, +) / Double(others.count)
        }
        guard labels.count(where: { $0 == labels[i] }) > 1 else { return 0.0 }
        let (a, b) = (mean(labels[i]), (0..<groups).filter { $0 != labels[i] }.map(mean).min()!)
        return (b - a) / max(a, b)
      }
      #expect(abs(found.means[groups - 2] - silhouettes.reduce(0, +) / 23) < 1e-14)
    }
    #expect(found.best == 2 + found.means.firstIndex(of: found.means.max()!)!)
    #expect(try found == Silhouettes(tree, distances(r), groups: 2...6, threads: 3))
    // The mean of all is that of its groups.
    for (cut, means) in found.ofGroups.enumerated() {
      let labels = tree.labels(groups: cut + 2)
      let sum = means.indices.reduce(0.0) { sum, group in
        sum + means[group] * Double(labels.count { $0 == group })
      }
      #expect(abs(sum / 23 - found.means[cut]) < 1e-14)
    }
    // That of one number of groups alone.
    for groups in 1...23 {
      let alone = try StationGroups(tree, distances(r), groups: groups, threads: 1)
      #expect(alone.count == groups)
      if groups == 1 || groups == 23 { #expect(alone.silhouette == nil) }
      if 2...6 ~= groups { #expect(alone.silhouette == found.means[groups - 2]) }
    }
  }

  @Test("where all are equally near, or the same, silhouettes are exactly 0: nothing makes groups of them")
  func flatSilhouettes() throws {
    for value in [decimals.one / 3, none, decimals.one] {
      let r = (0..<9).map { a in (0..<9).map { a == $0 ? decimals.one : value } }
      let found = try Silhouettes(tree(r), distances(r), groups: 2...5, threads: 1)
      #expect(found.means == [0, 0, 0, 0] && found.best == 1)
      let groups = try StationGroups(tree(r), distances(r), groups: nil, threads: 1)
      #expect(groups.count == 1)
    }
  }

  @Test("of two cuts that are equally good, and better than none, the coarser is chosen")
  func tiedSilhouettes() throws {
    // 2 and 3 are near each other, all else is equally far: 0 and 1 as a group, or one each, say nothing alike.
    let r = (0..<4).map { a in
      (0..<4).map { b in a == b ? decimals.one : a / 2 == 1 && b / 2 == 1 ? decimals.one / 2 : 0 }
    }
    let found = try Silhouettes(tree(r), distances(r), groups: 2...3, threads: 1)
    #expect(found.means == [0.25, 0.25] && found.best == 2)
  }

  @Test("every cut has its groups side by side in the one order, and says how well each is told apart")
  func cutsInOrder() throws {
    var random = SeededGenerator(seed: 76)
    let r = correlations(20, steps: 1_000, &random)
    for wanted in [nil, 1, 4, 15] {
      let groups = try StationGroups(tree(r), distances(r), groups: wanted, threads: 2)
      let counts = groups.cuts.map(\.count)
      #expect(counts == Set(Array(2...12) + [groups.count]).sorted())
      for cut in groups.cuts {
        let labels = cut.labels(of: 20, in: groups)
        let due = groups.tree.labels(groups: cut.count)
        #expect(Set(zip(labels, due).map { [$0, $1] }).count == cut.count)
        #expect(cut.ofGroups.count == (cut.count == 1 ? 0 : cut.count))
        if cut.count == groups.count {
          #expect(cut.silhouette == groups.silhouette)
          #expect(labels == groups.places(of: 20).map { $0!.group - 1 })
        }
      }
    }
  }

  @Test("with what days leave of groups, the number with the greatest product of both is chosen")
  func chosenByAgreement() throws {
    var random = SeededGenerator(seed: 77)
    let r = correlations(20, steps: 1_000, &random)
    let groups = try StationGroups(tree(r), distances(r), groups: nil, threads: 2)
    let same = groups.chosen(by: groups.cuts.map { _ in 0.5 })
    #expect(same.count == groups.count && same.groups == groups.groups)
    #expect(groups.chosen(by: groups.cuts.map { _ in 0 }) === groups)
    for (place, cut) in groups.cuts.enumerated() where (cut.silhouette ?? 0) > 0 {
      let found = groups.chosen(by: groups.cuts.indices.map { $0 == place ? 1 : 0 })
      let due = try StationGroups(tree(r), distances(r), groups: cut.count, threads: 1)
      #expect(found.count == cut.count && found.groups == due.groups && found.order == due.order)
      #expect(found.silhouette == cut.silhouette && found.cuts == groups.cuts)
    }
  }

  @Test("stations without an r with any other are told")
  func alone() {
    let one = decimals.one
    var r = (0..<6).map { a in (0..<6).map { b in a == b ? one : a % 2 == b % 2 ? one / 2 : none } }
    #expect(distances(r).stationsWithoutPairs.isEmpty)
    for other in [0, 2] { (r[4][other], r[other][4]) = (none, none) }
    #expect(distances(r).stationsWithoutPairs == [4])
  }

  @Test("three blocks are three groups")
  func blocks() throws {
    let r = wholes((0..<30).map { a in (0..<30).map { b in a == b ? 1.0 : a / 10 == b / 10 ? 0.8 : -0.2 } })
    let tree = tree(r)
    let silhouettes = try Silhouettes(tree, distances(r), groups: 2...12, threads: 2)
    #expect(silhouettes.best == 3)
    #expect(tree.labels(groups: 3) == (0..<30).map { $0 / 10 })
  }

  @Test("there may be no station, one, or two", arguments: [0, 1, 2])
  func few(count: Int) throws {
    let r = [[Int64]](repeating: [Int64](repeating: decimals.one, count: count), count: count)
    let tree = tree(r)
    #expect(tree.merges.count == max(0, count - 1))
    #expect(tree.order(distances(r)) == Array(0..<count))
    #expect(try Silhouettes(tree, distances(r), groups: 2...12, threads: 2).best == 1)
  }
}
