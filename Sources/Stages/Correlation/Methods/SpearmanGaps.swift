import CCorrelation
import LinearAlgebra

/// Profiles as ranks for pairs of which a bin is missing: each pair is ranked anew by leaving out what one of the two lacks, a
/// few steps for each bin that is missing.
struct RankRows: Sendable {
  private let levels, ranks, masks: [Int16]
  /// By station: has it equal means?
  private let ties: [UInt8]
  private let width: Int

  /// Of as many bins as sums of 32 bits allow.
  static func fit(bins: Int) -> Bool { bins <= Int(VELIBCORR_MOST_RANKED) }

  /// `averages` are the average ranks of each station alone, doubled and centred, 0 where a bin is missing.
  init(_ profiles: OrderedProfiles, ranks averages: borrowing Matrix) {
    precondition(Self.fit(bins: profiles.bins))
    let group = Int(VELIBCORR_RANK_GROUP)
    width = (profiles.bins + group - 1) / group * group
    var rows = [[Int16]](repeating: [], count: 3)
    for row in rows.indices { rows[row].reserveCapacity(profiles.stations * width) }
    for station in 0..<profiles.stations {
      rows[0] += profiles.levels(of: station, missing: Int16(0))
      for bin in 0..<profiles.bins {
        rows[1].append(Int16(averages[station, bin]))
        rows[2].append(profiles.hasBin(station, bin) ? -1 : 0)
      }
      for row in rows.indices { rows[row] += repeatElement(0, count: width - profiles.bins) }
    }
    (levels, ranks, masks) = (rows[0], rows[1], rows[2])
    ties = profiles.ties.map { $0.pairs > 0 ? 1 : 0 }
  }

  /// Writes r of a station and each of some others, and counts those that have none: see `velibcorr_rank_anew`. `common` are
  /// the bins that they have in common.
  func write(
    _ station: Int, _ others: Range<Int>, of profiles: OrderedProfiles, common: [Double], least: Int,
    to r: UnsafeMutablePointer<Double>, _ undefined: inout UndefinedCounts
  ) {
    precondition(others.upperBound <= profiles.stations && common.count >= others.count)
    var counts: (few: UInt64, constant: UInt64) = (0, 0)
    unsafe levels.withUnsafeBufferPointer { levels in
      unsafe ranks.withUnsafeBufferPointer { ranks in
        unsafe masks.withUnsafeBufferPointer { masks in
          unsafe ties.withUnsafeBufferPointer { ties in
            unsafe profiles.withMissing { starts, missing in
              var rows = unsafe velibcorr_rank_rows(
                levels: levels.baseAddress, ranks: ranks.baseAddress, masks: masks.baseAddress,
                starts: starts, missing: missing, ties: ties.baseAddress, width: width)
              unsafe withUnsafeMutableBytes(of: &counts) {
                unsafe velibcorr_rank_anew(
                  &rows, station, others.lowerBound, others.count, common, Double(least), r,
                  $0.assumingMemoryBound(to: UInt64.self).baseAddress)
              }
            }
          }
        }
      }
    }
    undefined += UndefinedCounts(tooFewBins: Int(counts.few), constant: Int(counts.constant))
  }
}

extension SpearmanTiles {
  /// Bins that two stations lack, of which more make it shorter to rank a pair from its orders.
  private static var mostMissing: Int { 48 }

  /// Is it shorter to leave out of ranks what is missing?
  func leavesOut(_ rows: Range<Int>, _ columns: Range<Int>) -> Bool {
    func missing(_ stations: Range<Int>) -> Int {
      stations.reduce(0) { $0 + bins - profiles.binCounts[$1] }
    }
    let (inRows, inColumns) = (missing(rows), missing(columns))
    guard inRows + inColumns > 0 else { return false }
    return inRows * columns.count + inColumns * rows.count <= Self.mostMissing * rows.count * columns.count
  }

  /// Computes a tile, each pair of which is ranked anew.
  func rankAnew(
    _ rows: Range<Int>, _ columns: Range<Int>, _ ranks: RankRows, _ workspace: inout TileWorkspace
  ) {
    var common = [Double](repeating: 0, count: columns.count)
    var undefined = UndefinedCounts()
    for a in rows {
      let others = rows == columns ? a + 1..<columns.upperBound : columns
      unsafe profiles.writeCommonBins(of: a, with: others, to: &common)
      unsafe workspace.correlations.withMutableRow(a - rows.lowerBound) { row in
        let first = unsafe row.baseAddress! + (others.lowerBound - columns.lowerBound)
        unsafe ranks.write(
          a, others, of: profiles, common: common, least: minimumBins, to: first, &undefined)
        guard rows == columns else { return }
        let isDefined = profiles.binCounts[a] >= minimumBins && squares[a] != 0
        unsafe row[a - columns.lowerBound] = isDefined ? 1 : .nan
      }
    }
    workspace.undefined = undefined
    workspace.clamp(rows, columns)
  }
}
