import CScaLAPACK
import LinearAlgebra
import Memory

/// A square matrix that is dealt over the ranks of a grid in square blocks, cyclically in both directions, as
/// ScaLAPACK wants it: block (i, j) is on the rank at (i mod rows, j mod columns). All methods but `fill` and `add`
/// are collective.
@safe struct DistributedMatrix: ~Copyable {
  private let order: Int
  private let block: Int
  /// The rows and columns of the whole that this rank has, ascending.
  private let rows: [Int]
  private let columns: [Int]
  /// Of the whole, for ScaLAPACK.
  private let descriptor: [Int32]
  /// This rank's part, by columns.
  private var elements: [Double]

  /// All zeros.
  init(order: Int, block: Int, on grid: ProcessGrid) {
    precondition(order > 0 && block > 0)
    guard let place = grid.place else { preconditionFailure("this rank has no part in the grid") }
    self.order = order
    self.block = block
    rows = (0..<order).filter { $0 / block % grid.rows == place.row }
    columns = (0..<order).filter { $0 / block % grid.columns == place.column }
    let count = max(1, rows.count * columns.count)
    // ScaLAPACK counts in 32 bits.
    precondition(count <= Int32.max, "a rank's part of the matrix is too large")
    elements = HugePageMemory.array(repeating: 0, count: count)
    var (descriptor, info) = ([Int32](repeating: 0, count: 9), Int32(0))
    let (n, size, leading) = ([Int32(order)], [Int32(block)], [Int32(max(1, rows.count))])
    unsafe descinit_(&descriptor, n, n, size, size, [0], [0], [grid.context], leading, &info)
    precondition(info == 0)
    self.descriptor = descriptor
  }

  /// Sets each element of this rank's part to that of its row and column of the whole.
  mutating func fill(_ element: (_ row: Int, _ column: Int) -> Double) {
    var place = 0
    for column in columns {
      for row in rows {
        elements[place] = element(row, column)
        place += 1
      }
    }
  }

  /// Adds to one element of the whole, on the rank that has it.
  mutating func add(_ value: Double, toRow row: Int, column: Int) {
    guard let i = rows.firstIndex(of: row), let j = columns.firstIndex(of: column) else { return }
    elements[j * rows.count + i] += value
  }

  /// Replaces the matrix by its inverse (`pdgetrf`, `pdgetri`). False if a pivot is zero; then its elements mean
  /// nothing any more.
  mutating func invert() -> Bool {
    var pivots = [Int32](repeating: 0, count: rows.count + block)
    var info: Int32 = 0
    unsafe pdgetrf_(n, n, &elements, one, one, descriptor, &pivots, &info)
    guard info == 0 else { return false }
    var (size, integerSize) = ([0.0], [Int32(0)])
    unsafe pdgetri_(n, &elements, one, one, descriptor, pivots, &size, [-1], &integerSize, [-1], &info)
    var work = [Double](repeating: 0, count: Int(size[0]))
    var integers = [Int32](repeating: 0, count: Int(integerSize[0]))
    unsafe pdgetri_(
      n, &elements, one, one, descriptor, pivots, &work, [Int32(work.count)], &integers, integerSize, &info)
    return info == 0
  }

  /// Replaces the lower triangle of a symmetric positive definite matrix by that of its inverse (`pdpotrf`,
  /// `pdpotri`); the upper is neither read nor written. False if it is not positive definite.
  mutating func invertPositiveDefinite() -> Bool {
    var info: Int32 = 0
    unsafe pdpotrf_("L", n, &elements, one, one, descriptor, &info, 1)
    guard info == 0 else { return false }
    unsafe pdpotri_("L", n, &elements, one, one, descriptor, &info, 1)
    return info == 0
  }

  /// The greatest sum of magnitudes of a column (`pdlange`).
  borrowing func norm() -> Double {
    var work = [Double](repeating: 0, count: max(1, columns.count))
    return unsafe pdlange_("1", n, n, elements, one, one, descriptor, &work, 1)
  }

  /// That of the symmetric matrix that has this one's lower triangle (`pdlansy`).
  borrowing func normOfSymmetric() -> Double {
    // At most what its documentation wants for any grid.
    var work = [Double](repeating: 0, count: 4 * order + 8 * block)
    return unsafe pdlansy_("1", "L", n, elements, one, one, descriptor, &work, 1, 1)
  }

  /// Becomes X A minus itself (`pdgemm`); if X is symmetric, by its lower triangle alone (`pdsymm`).
  mutating func subtract(
    fromProductOf x: borrowing DistributedMatrix, _ a: borrowing DistributedMatrix, symmetric: Bool
  ) {
    if symmetric {
      unsafe pdsymm_(
        "L", "L", n, n, [1], x.elements, one, one, x.descriptor, a.elements, one, one, a.descriptor,
        [-1], &elements, one, one, descriptor)
    } else {
      unsafe pdgemm_(
        "N", "N", n, n, n, [1], x.elements, one, one, x.descriptor, a.elements, one, one, a.descriptor,
        [-1], &elements, one, one, descriptor)
    }
  }

  // Fortran takes every number by its address.
  private var n: [Int32] { [Int32(order)] }
  private var one: [Int32] { [1] }
}
