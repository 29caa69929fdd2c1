import Correlation
import LinearAlgebra
import TestSupport
import Testing

/// Two ways must agree: the distances of all pairs, and products of vectors.
@Suite("Groups of stations as vectors")
struct StationVectorsTests {
  private static func profiles(_ stations: Int, _ bins: Int, _ random: inout SeededGenerator) -> [Double] {
    (0..<stations * bins).map { _ in Double.random(in: 0...1, using: &random) }
  }

  private static func tiles(
    _ method: CorrelationMethod, _ profiles: [Double], bins: Int
  ) -> any CorrelationTiles {
    let means = Matrix(profiles, columns: bins)
    return switch method {
    case .pearson: PearsonTiles(try! StandardisedProfiles(profiles, bins: bins), minimumBins: 2)
    case .spearman: SpearmanTiles(try! OrderedProfiles(means), minimumBins: 2)
    case .kendall: KendallTiles(try! OrderedProfiles(means), minimumBins: 2)
    }
  }

  private static func distances(_ tiles: some CorrelationTiles, _ stations: [Int]) -> StationDistances {
    let rounding = StationDistances.rounding(stations: stations.count, bins: tiles.bins)
    let distances = StationDistances(stations: stations, of: tiles.grid.size, rounding)
    var workspace = tiles.makeWorkspace()
    for k in 0..<tiles.grid.upperCount {
      let (i, j) = tiles.grid.upper(k)
      let (rows, columns) = (tiles.grid.range(i), tiles.grid.range(j))
      tiles.compute(i, j, into: &workspace)
      workspace.round(rows, columns, to: rounding, bound: tiles.errorBound)
      distances.enter(workspace.wholes, rows: rows, columns: columns)
    }
    return distances
  }

  /// Elements are off by 2^-46, so the products of 24 by some 1e-13; r of pairs has 13 decimals, that of blocks 9.
  /// Equal r of Spearman may be some 1e-14 apart as products of vectors: of the first 15 stations here none are joined.
  @Test(
    "tree, silhouettes, order and blocks are those of all pairs",
    arguments: [
      (CorrelationMethod.pearson, 1), (.pearson, 2), (.pearson, 3), (.pearson, 30), (.pearson, 200),
      (.spearman, 2), (.spearman, 15),
    ])
  func agreement(method: CorrelationMethod, count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    let tiles = Self.tiles(method, Self.profiles(count, 24, &random), bins: 24)
    let stations = Array(0..<count)
    guard let vectors = tiles.vectors(of: stations) else {
      Issue.record("there are vectors of complete profiles")
      return
    }
    let pairs = Self.distances(tiles, stations)
    let due = Dendrogram(averageLinkage: Self.distances(tiles, stations))
    let tree = Dendrogram(averageLinkage: vectors)
    #expect(tree.stations == stations)
    #expect(tree.merges.map { [$0.a, $0.b, $0.size] } == due.merges.map { [$0.a, $0.b, $0.size] })
    #expect(zip(tree.merges, due.merges).allSatisfy { abs($0.height - $1.height) < 1e-12 })
    #expect(tree.order(vectors) == due.order(pairs))

    let silhouettes = try Silhouettes(tree, vectors, groups: 2...12, threads: 3)
    let dueSilhouettes = try Silhouettes(due, pairs, groups: 2...12, threads: 1)
    #expect(silhouettes.means.count == dueSilhouettes.means.count)
    #expect(zip(silhouettes.means, dueSilhouettes.means).allSatisfy { abs($0 - $1) < 1e-11 })

    let order = tree.order(vectors)
    let (blocks, dueBlocks) = (Self.blocks(vectors, order), Self.blocks(pairs, order))
    #expect(blocks.count == dueBlocks.count && blocks.count == count * (count + 1) / 2)
    #expect(zip(blocks, dueBlocks).allSatisfy { abs($0 - $1) < 0.5e-9 + 1e-12 })
    #expect(blocks.allSatisfy { $0 == ($0 * 1e9).rounded() / 1e9 })
  }

  /// On and above the diagonal.
  private static func blocks(
    _ distances: borrowing some PairDistances & ~Copyable, _ order: [Int]
  ) -> [Double] {
    var elements: [Double] = []
    distances.forEachBlock(of: order, rows: 7) { places, r in
      for row in places.indices {
        for column in row..<order.count {
          elements.append(r[row - places.lowerBound, column - places.lowerBound])
        }
      }
    }
    return elements
  }

  @Test(
    "joins are those of the definition, of exact distances, also where many are the same",
    arguments: CorrelationMethod.allCases.filter { $0 != .kendall })
  func definition(method: CorrelationMethod) {
    var random = SeededGenerator(seed: 8)
    // Of four bins with three values most distances are one of few.
    for (count, bins, values) in [(1, 4, 3), (2, 4, 3), (40, 4, 3), (40, 6, 2), (40, 24, 1_000), (60, 5, 2)] {
      let profiles = (0..<count).flatMap { station in
        let profile = (1..<bins).map { _ in Double(Int.random(in: 0..<values, using: &random)) / 1_000 }
        // None is constant.
        return profile + [profile.reduce(0.5, +)]
      }
      guard let vectors = Self.tiles(method, profiles, bins: bins).vectors(of: Array(0..<count)) else {
        Issue.record("there are vectors of complete profiles")
        return
      }
      let tree = Dendrogram(averageLinkage: vectors)
      let due = PlainLinkage(count) { vectors.distance($0, $1) }.merges
      #expect(tree.merges.map { [$0.a, $0.b, $0.size] } == due.map { [$0.a, $0.b, $0.size] })
      #expect(zip(tree.merges, tree.merges.dropFirst()).allSatisfy { $0.height <= $1.height })
    }
  }

  @Test("equal profiles are at the distance 0 and joined first, those of the first of them before others")
  func equal() {
    var random = SeededGenerator(seed: 5)
    let few = (0..<3).map { _ in Self.profiles(1, 24, &random) }
    let profiles = (0..<60).flatMap { few[$0 % 3] }
    guard let vectors = Self.tiles(.pearson, profiles, bins: 24).vectors(of: Array(0..<60)) else {
      Issue.record("there are vectors of complete profiles")
      return
    }
    let tree = Dendrogram(averageLinkage: vectors)
    #expect(tree.labels(groups: 3) == (0..<60).map { $0 % 3 })
    #expect(tree.merges.prefix(57).allSatisfy { $0.height == 0 })
    #expect(tree.merges.prefix(3).map(\.a) == [0, 6, 9] && tree.merges.prefix(3).map(\.b) == [3, 60, 61])
    #expect(Self.blocks(vectors, [0, 3, 6]).allSatisfy { $0 == 1 })
  }

  @Test("there are vectors only of stations that have all bins, and of Pearson's and Spearman's r")
  func availability() {
    var random = SeededGenerator(seed: 6)
    var profiles = Self.profiles(4, 24, &random)
    profiles[2 * 24 + 5] = .nan
    for method in CorrelationMethod.allCases {
      let tiles = Self.tiles(method, profiles, bins: 24)
      #expect(Self.hasVectors(tiles, of: [0, 1, 3]) == (method != .kendall))
      #expect(!Self.hasVectors(tiles, of: [0, 1, 2, 3]))
    }
  }

  private static func hasVectors(_ tiles: any CorrelationTiles, of stations: [Int]) -> Bool {
    if case .some = tiles.vectors(of: stations) { true } else { false }
  }
}
