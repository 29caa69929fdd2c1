import LinearAlgebra
import Testing

@Suite("Large matrices")
struct LargeMatrixTests {
  /// Below, at and above the size from which huge pages are asked for.
  @Test("a new matrix is zeros all over, of whatever size", arguments: [0, 1, 700, 725, 1_500])
  func zeros(size: Int) {
    var matrix = Matrix(rows: size, columns: size)
    for row in 0..<size {
      matrix.withRow(row) { values in #expect(values.allSatisfy { $0 == 0 }) }
    }
    for row in 0..<size { matrix[row, size - 1 - row] = Double(row + 1) }
    for row in 0..<size {
      matrix.withRow(row) { values in #expect(values.reduce(0, +) == Double(row + 1)) }
    }
  }
}
