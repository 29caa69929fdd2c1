import Correlation
import LinearAlgebra
import Testing

@Suite("Mean profiles of groups and their quartiles")
struct GroupProfileTests {
  @Test("mean and quartiles are NumPy's; a station without a bin has no part in it")
  func figures() {
    // Stations 0, 1, 3, 4 and 5 of six; 2 belongs elsewhere. Three have the third bin, two the fourth.
    let means = Matrix(
      [
        0.1, 0.5, .nan, .nan,
        0.2, 0.5, 0.25, 0.9,
        9.0, 9.0, 9.0, 9.0,
        0.4, 0.5, .nan, .nan,
        0.8, 0.5, 0.75, 0.9,
        1.0, 0.5, 0.50, .nan,
      ], columns: 4)
    let profile = GroupProfile([0, 1, 3, 4, 5], in: means)
    #expect(profile.stations == [0, 1, 3, 4, 5])
    // numpy.percentile([0.1, 0.2, 0.4, 0.8, 1], [25, 75]) = [0.2, 0.8]; eps for its roundings.
    for (found, expected) in [
      (profile.mean, [0.5, 0.5, 0.5]), (profile.lower, [0.2, 0.5]), (profile.upper, [0.8, 0.5]),
    ] {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 4e-16 }, "\(found)")
      #expect(found[expected.count...].allSatisfy { $0.isNaN }, "\(found)")
    }
  }

  @Test("fewer than five have a mean, and no quartiles; half of them are enough for it")
  func few() {
    let means = Matrix([0.9, 0.1, 0.2, 0.3, .nan, 0.5, .nan, 0.7], columns: 2)
    let one = GroupProfile([1], in: means)
    #expect(one.mean == [0.2, 0.3] && (one.lower + one.upper).allSatisfy { $0.isNaN })
    let four = GroupProfile([0, 1, 2, 3], in: means)
    #expect(zip(four.mean, [0.55, 0.4]).allSatisfy { abs($0 - $1) < 2e-16 })
    #expect(GroupProfile([1, 2, 3], in: means).mean[0].isNaN)
  }

  @Test("every station of the tree is in the profile of its group")
  func groups() throws {
    // Stations 1, 2 and 4 of five are in the tree, 1 and 4 side by side.
    func distances() -> StationDistances {
      let rounding = Rounding(decimals: 1)
      let distances = StationDistances(stations: [1, 2, 4], of: 5, rounding)
      var tile = WholeMatrix(rows: 5, columns: 5)
      (tile[1, 2], tile[1, 4], tile[2, 4]) = (-5, 9, -4)
      distances.enter(tile, rows: 0..<5, columns: 0..<5)
      return distances
    }
    let tree = Dendrogram(averageLinkage: distances())
    let groups = try StationGroups(tree, distances(), groups: 2, threads: 1)
    let means = Matrix([0, 0.2, 0.7, 0, 0.4], columns: 1)
    let profiles = groups.profiles(in: means)
    #expect(Set(profiles.map { $0.stations }) == [[1, 4], [2]])
    let numbers = groups.places(of: 5)
    for (number, profile) in profiles.enumerated() {
      let mean: Double = profile.stations == [2] ? 0.7 : 0.3
      #expect(abs(profile.mean[0] - mean) < 2e-16)
      for station in profile.stations { #expect(numbers[station]?.group == number + 1) }
    }
  }
}
