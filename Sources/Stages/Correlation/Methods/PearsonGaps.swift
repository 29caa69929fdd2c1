import CCorrelation
import LinearAlgebra

extension PearsonTiles {
  /// Are all of a tile's stations so nearly complete that sums over common bins are made of what is missing? Then errors
  /// are within `errorBound`: with no more bins missing of a station than a quarter, sums have fewer terms than those of
  /// the common bins, and squares, of which at least a half is left, are off by (K / 4 + 2) u of 1.
  func hasFewGaps(_ rows: Range<Int>, _ columns: Range<Int>) -> Bool {
    let least = bins - bins / 4
    return bins < 1_000 && rows.allSatisfy { profiles.binCounts[$0] >= least }
      && columns.allSatisfy { profiles.binCounts[$0] >= least }
  }

  /// Turns the products of a tile of such stations into r.
  func finishGaps(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace) {
    let gaps = scratch(of: workspace).gaps
    gaps.take(columns, of: profiles)
    let referee = workspace.referee!
    var counts = PairCounts(workspace)
    for a in rows {
      let row = a - rows.lowerBound
      let others = rows == columns ? a..<columns.upperBound : columns
      unsafe workspace.correlations.withMutableRow(row) { correlations in
        let isOpen = profiles.isConstant(a) || profiles.isDelicate(a)
        let found = unsafe isOpen ? nil : gaps.finish(a, correlations, profiles, least: minimumBins)
        for place in found ?? Array(0..<UInt32(columns.count)) {
          let b = columns.lowerBound + Int(place)
          if others.contains(b) { unsafe correlations[Int(place)] = decided(a, b, referee, &counts) }
        }
        if rows == columns && !isOpen { unsafe correlations[row] = decided(a, a, referee, &counts) }
      }
    }
    (workspace.undefined, workspace.decisions) = (counts.undefined, counts.decisions)
  }

  /// r of a pair that sums leave open.
  private func decided(_ a: Int, _ b: Int, _ referee: any Referee, _ counts: inout PairCounts) -> Double {
    guard commonBins(a, b) >= minimumBins else {
      if a != b { counts.undefined.tooFewBins += 1 }
      return .nan
    }
    guard !profiles.isConstant(a), !profiles.isConstant(b), a == b || !profiles.isConstantOverCommonBins(a, b)
    else {
      if a != b { counts.undefined.constant += 1 }
      return .nan
    }
    return a == b ? 1 : referee.nearestDouble(a, b, proposal: .nan, &counts.decisions)
  }

  /// The columns of a tile, bin by bin. Working memory of one thread.
  final class Gaps {
    private var columns = 0..<0
    private var values, common: [Double]
    private var places: [UInt32]
    /// What they lack, as `velibcorr_gaps` has it.
    private var (starts, lacking): ([UInt32], [UInt32]) = ([], [])
    /// A row, and a 0.
    private var row: [Double]
    /// Columns of which no sum is known well enough.
    private var open: [Int] = []

    init(_ size: Int, bins: Int) {
      values = [Double](repeating: 0, count: size * bins)
      common = [Double](repeating: 0, count: size)
      places = [UInt32](repeating: 0, count: size)
      row = [Double](repeating: 0, count: bins + 1)
    }

    func take(_ columns: Range<Int>, of profiles: StandardisedProfiles) {
      self.columns = columns
      open = columns.filter { profiles.isConstant($0) || profiles.isDelicate($0) }
      for (place, station) in columns.enumerated() {
        unsafe profiles.rows.values.withRow(station) { row in
          unsafe values.withUnsafeMutableBufferPointer { values in
            for bin in row.indices { unsafe values[bin * columns.count + place] = row[bin] }
          }
        }
      }
      (starts, lacking) = ([0], [])
      let size = Int(VELIBCORR_GAP_GROUP)
      for first in stride(from: columns.lowerBound, to: columns.upperBound, by: size) {
        let group = (first..<min(first + size, columns.upperBound)).map(profiles.binSets.missing(of:))
        let most = group.map(\.count).max() ?? 0
        var rows = [UInt32](repeating: UInt32(profiles.bins), count: most * size)
        for (place, bins) in group.enumerated() {
          for (row, bin) in bins.enumerated() { rows[row * size + place] = bin }
        }
        lacking += rows
        starts.append(UInt32(lacking.count / size))
      }
    }

    /// Turns a row's products into r; returns the places of those that are left.
    func finish(
      _ a: Int, _ products: UnsafeMutableBufferPointer<Double>, _ profiles: StandardisedProfiles, least: Int
    ) -> [UInt32] {
      unsafe profiles.writeCommonBins(of: a, with: columns, to: &common)
      for station in open { common[station - columns.lowerBound] = .nan }
      unsafe profiles.rows.values.withRow(a) { values in
        unsafe row.withUnsafeMutableBufferPointer { _ = unsafe $0.update(fromContentsOf: values) }
      }
      let missing = Array(profiles.binSets.missing(of: a))
      let found = unsafe values.withUnsafeBufferPointer { values in
        unsafe starts.withUnsafeBufferPointer { starts in
          unsafe lacking.withUnsafeBufferPointer { lacking in
            // Of none there may be no address.
            var others = unsafe velibcorr_gaps(
              values: values.baseAddress, count: columns.count, starts: starts.baseAddress,
              bins: lacking.baseAddress ?? starts.baseAddress)
            return unsafe velibcorr_take_gaps(
              row, missing, missing.count, &others, common, Double(least), products.baseAddress, &places)
          }
        }
      }
      return Array(places[..<found])
    }
  }
}
