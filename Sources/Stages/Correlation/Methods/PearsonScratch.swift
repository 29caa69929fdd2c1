import LinearAlgebra

extension PearsonTiles {
  /// Sums over the common bins of pairs: of some stations, by row, with those of a tile row, by column.
  final class Sums {
    var a, b, squareA, squareB, common: Matrix

    init(_ size: Int) {
      a = Matrix(rows: size, columns: size)
      b = Matrix(rows: size, columns: size)
      squareA = Matrix(rows: size, columns: size)
      squareB = Matrix(rows: size, columns: size)
      common = Matrix(rows: size, columns: size)
    }

    /// One row of each, for a loop that is too hot for checks an element.
    @unsafe struct Row {
      let a, b, squareA, squareB, common: UnsafeBufferPointer<Double>
    }

    func withRow(_ row: Int, _ body: (Row) -> Void) {
      unsafe a.withRow(row) { a in
        unsafe b.withRow(row) { b in
          unsafe squareA.withRow(row) { squareA in
            unsafe squareB.withRow(row) { squareB in
              unsafe common.withRow(row) { common in
                unsafe body(Row(a: a, b: b, squareA: squareA, squareB: squareB, common: common))
              }
            }
          }
        }
      }
    }
  }

  /// Working memory of one thread, where bins are missing.
  final class Scratch {
    let sums: Sums
    let gaps: Gaps
    /// The rows of a few stations that lack bins, one after the other.
    var few: MaskedRows

    init(_ size: Int, few: Int, bins: Int) {
      sums = Sums(size)
      gaps = Gaps(size, bins: bins)
      self.few = MaskedRows(rows: few, bins: bins)
    }
  }
}

@inline(__always)
func clamped(_ r: Double) -> Double { r > 1 ? 1 : r < -1 ? -1 : r }
