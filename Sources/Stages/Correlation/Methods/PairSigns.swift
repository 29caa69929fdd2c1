import CCorrelation
import LinearAlgebra

/// The signs of x[k] - x[l] of the pairs of bins l < k of profiles, as bits, and sums of their products.
///
/// A sign is two bits, so that a product is a few operations on 64 signs, several times faster than BLAS's single
/// precision. The signs of a tile's stations are made in panels of pairs, which bounds their memory.
final class PairSigns: Sendable {
  /// Stations x `stride`: the levels of a profile, NaN where it has none.
  private let levels: [Float]
  private let stride: Int
  /// Bins k whose pairs are a panel.
  private let panels: [Range<Int>]

  /// 64-bit words of a panel's row: 128 stations' rows and as many columns, of two bits a pair, are 512 KiB.
  private static let panelWords = 128
  private static let group = Int(VELIBCORR_SIGN_GROUP)

  init(_ profiles: OrderedProfiles) {
    // The levels are exact, and the pairs of one k fit into a panel.
    precondition(profiles.bins <= 64 * Self.panelWords)
    let stride = (profiles.bins + Self.group - 1) / Self.group * Self.group
    let padding = [Float](repeating: .nan, count: stride - profiles.bins)
    levels = (0..<profiles.stations).flatMap { profiles.levels(of: $0, missing: Float.nan) + padding }
    self.stride = stride
    var panels: [Range<Int>] = []
    var bits = 0
    for bin in 0..<profiles.bins {
      bits += Self.bits(of: bin)
      if panels.isEmpty || bits > 64 * Self.panelWords {
        panels.append(bin..<bin + 1)
        bits = Self.bits(of: bin)
      } else {
        panels[panels.count - 1] = panels.last!.lowerBound..<bin + 1
      }
    }
    self.panels = panels
  }

  /// Bits of the pairs of a bin with those before it.
  private static func bits(of bin: Int) -> Int { (bin + group - 1) / group * group }

  /// Words of a panel's row: whole vectors, so that no loop has a remainder.
  private func words(_ panel: Range<Int>) -> Int {
    (panel.reduce(0) { $0 + Self.bits(of: $1) } + 511) / 512 * 8
  }

  /// Working memory of one thread: a panel's signs of a tile's rows and columns, and the sums.
  final class Scratch {
    fileprivate var rows, columns: [UInt64]
    fileprivate var sums: [Int32]

    fileprivate init(tileSize: Int, words: Int) {
      rows = Array(repeating: 0, count: tileSize * 2 * words)
      columns = rows
      sums = Array(repeating: 0, count: tileSize * tileSize)
    }
  }

  func makeScratch(tileSize: Int) -> Scratch {
    Scratch(tileSize: tileSize, words: panels.lazy.map(words).max() ?? 0)
  }

  /// S of each pair of a tile; on the diagonal only above it.
  func multiply(_ rows: Range<Int>, _ columns: Range<Int>, into workspace: inout TileWorkspace) {
    guard let scratch = workspace.scratch as? Scratch else {
      preconditionFailure("a workspace of other tiles")
    }
    let isDiagonal = rows == columns
    for place in scratch.sums.indices { scratch.sums[place] = 0 }
    for panel in panels {
      let words = words(panel)
      pack(columns, panel, words, into: &scratch.columns)
      if !isDiagonal { pack(rows, panel, words, into: &scratch.rows) }
      unsafe (isDiagonal ? scratch.columns : scratch.rows).withUnsafeBufferPointer { left in
        unsafe scratch.columns.withUnsafeBufferPointer { right in
          unsafe scratch.sums.withUnsafeMutableBufferPointer { sums in
            for row in 0..<rows.count {
              let first = isDiagonal ? row : 0
              unsafe velibcorr_multiply_signs(
                left.baseAddress! + row * 2 * words, right.baseAddress! + first * 2 * words,
                columns.count - first, words, sums.baseAddress! + row * columns.count + first)
            }
          }
        }
      }
    }
    for row in 0..<rows.count {
      let sums = scratch.sums[row * columns.count..<(row + 1) * columns.count]
      unsafe workspace.correlations.withMutableRow(row) { scores in
        for (column, sum) in sums.enumerated() { unsafe scores[column] = Double(sum) }
      }
    }
  }

  private func pack(_ stations: Range<Int>, _ panel: Range<Int>, _ words: Int, into signs: inout [UInt64]) {
    unsafe levels.withUnsafeBufferPointer { levels in
      unsafe signs.withUnsafeMutableBufferPointer { signs in
        for (row, station) in stations.enumerated() {
          unsafe velibcorr_pack_signs(
            levels.baseAddress! + station * stride, panel.lowerBound, panel.upperBound, words,
            signs.baseAddress! + row * 2 * words)
        }
      }
    }
  }
}
