import CScaLAPACK

/// The first ranks of the job as a grid for ScaLAPACK (BLACS), as square as can be, with at least as many rows as
/// columns. With two ranks and order 4,000 the other way is faster in `pdgetrf` (0.56 s, not 0.66, as a panel's pivots are
/// then found on one rank), but loses more in `pdgetri` (1.21 s, not 0.91). MPI must have been initialised, and every rank of the job has to make the same grids in the same order.
package final class ProcessGrid {
  /// Rows of ranks.
  package let rows: Int
  /// Columns of ranks, at most as many as rows.
  package let columns: Int
  /// Where this rank is; nil for one that has no part in the grid.
  package let place: (row: Int, column: Int)?
  let context: Int32

  /// A grid of the first so many ranks of the job, a call of every rank of the job.
  package init(ranks: Int) {
    precondition(ranks > 0)
    columns = (1...ranks).last { $0 * $0 <= ranks && ranks % $0 == 0 }!
    rows = ranks / columns
    var (context, places): (Int32, (Int32, Int32)) = (0, (0, 0))
    // The context of all ranks, MPI_COMM_WORLD.
    unsafe Cblacs_get(-1, 0, &context)
    unsafe Cblacs_gridinit(&context, "Row", Int32(rows), Int32(columns))
    self.context = context
    guard context >= 0 else {
      place = nil
      return
    }
    var (height, width): (Int32, Int32) = (0, 0)
    unsafe Cblacs_gridinfo(context, &height, &width, &places.0, &places.1)
    place = (Int(places.0), Int(places.1))
  }

  deinit {
    if place != nil { Cblacs_gridexit(context) }
  }
}
