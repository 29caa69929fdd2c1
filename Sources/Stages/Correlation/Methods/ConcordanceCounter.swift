import CCorrelation

/// Kendall's S of one pair in little more than O(K): concordant pairs of bins less discordant ones.
///
/// In the order of a, and of b within ties of a, the discordant pairs are the inversions of b (W. R. Knight, A
/// computer method for calculating Kendall's tau with ungrouped data, JASA 61, 1966). Knight counts them by a merge
/// sort; a set of bits that knows its number of lower members is ten times faster at a year of hours.
struct ConcordanceCounter {
  private let profiles: OrderedProfiles
  /// Levels of b in the order of a.
  private var sequence: [Int32]
  /// By level of b: where its next bin goes.
  private var next: [Int32]
  private var sets: [VelibcorrMembers]
  private var before: [UInt32]

  init(_ profiles: OrderedProfiles) {
    self.profiles = profiles
    sequence = Array(repeating: 0, count: profiles.bins)
    next = sequence
    sets = Array(
      repeating: VelibcorrMembers(), count: profiles.bins / Int(VELIBCORR_MEMBERS) + 1)
    before = Array(repeating: 0, count: sets.count + Int(VELIBCORR_SET_GROUP))
  }

  /// Over the `common` bins that both have; `levels` are those of b, -1 where it lacks a bin.
  mutating func score(_ a: Int, _ b: Int, levels: [Int32], common: Int) -> Int {
    let tiedInBoth = arrange(levels, by: a)
    let (tiesA, tiesB) = (profiles.ties(of: a, over: b), profiles.ties(of: b, over: a))
    if tiesB.pairs > 0 { tellApartTies(common) }
    let inversions = unsafe velibcorr_inversions(sequence, common, &sets, &before, sets.count)
    // Pairs tied in both are left out twice.
    return tiesA.untiedPairs(of: common) - (tiesB.pairs - tiedInBoth.pairs) / 2 - 2 * Int(inversions)
  }

  /// Puts the levels of common bins into the order of a, those tied in a into their own. Returns what is tied in
  /// both.
  private mutating func arrange(_ levels: [Int32], by a: Int) -> TieSums {
    var ties = TieSums()
    var count = 0
    func append(_ bins: ArraySlice<Int32>) {
      unsafe levels.withUnsafeBufferPointer { levels in
        unsafe sequence.withUnsafeMutableBufferPointer { sequence in
          for bin in bins {
            // Written over by the next where b lacks the bin.
            let level = unsafe levels[Int(bin)]
            unsafe sequence[count] = level
            count &+= level < 0 ? 0 : 1
          }
        }
      }
    }
    var rest = profiles.orderedBins(of: a)
    let first = rest.startIndex
    for group in profiles.tieGroups(of: a) {
      append(rest[..<(first + group.lowerBound)])
      let start = count
      append(rest[(first + group.lowerBound)..<(first + group.upperBound)])
      rest = rest[(first + group.upperBound)...]
      sequence[start..<count].sort()
      for run in sequence[start..<count].runs { ties.add(group: run) }
    }
    append(rest)
    return ties
  }

  /// Makes equal levels different, rising, so that they are no inversions: a level is the first of as many numbers
  /// as it has bins.
  private mutating func tellApartTies(_ count: Int) {
    for level in next.indices { next[level] = Int32(level) }
    for place in 0..<count {
      let level = Int(sequence[place])
      sequence[place] = next[level]
      next[level] += 1
    }
  }
}

extension ArraySlice<Int32> {
  /// Lengths of the runs of equal elements.
  fileprivate var runs: [Int] {
    var runs: [Int] = []
    for (index, element) in zip(indices, self) {
      if index > startIndex && element == self[index - 1] {
        runs[runs.count - 1] += 1
      } else {
        runs.append(1)
      }
    }
    return runs
  }
}
