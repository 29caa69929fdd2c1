import CBenchmarks
import Glibc
import LinearAlgebra

/// The double integral of sin(x + y) over [0, pi]^2 by the midpoint rule with n^2 points, a sine at each. Its value
/// is 0.
///
/// The result of a task is the sum of each of its rows, so that the integral does not depend on how the rows are dealt
/// into tasks.
package struct Integral: Workload {
  package static let name = "integrate"

  /// Points of a side.
  package let n: Int
  /// Rows of points of a task; the last task may have fewer.
  package let rowsPerTask: Int
  private let kernel: RowKernel

  /// sum of sin(offset + (i + 1/2) step), i = 0 ... count - 1.
  package typealias RowKernel = @Sendable (_ offset: Double, _ step: Double, _ count: Int) -> Double

  /// Both numbers are above 0; the kernel is C's vector sine when not given.
  package init(n: Int = 10_000, rowsPerTask: Int = 100, kernel: @escaping RowKernel = velibcorr_sine_sum) {
    precondition(n > 0 && rowsPerTask > 0)
    self.n = n
    self.rowsPerTask = rowsPerTask
    self.kernel = kernel
  }

  package var taskCount: Int { (n + rowsPerTask - 1) / rowsPerTask }

  package var amount: Amount { Amount(items: n * n, unit: "points") }

  package func resultCount(ofTask task: Int) -> Int { rows(ofTask: task).count }

  /// Nothing is kept from task to task.
  package func makeWorker() {}

  package func run(task: Int, with _: Void, into result: inout MutableSpan<Double>) {
    let rows = rows(ofTask: task)
    for row in rows { result[row - rows.lowerBound] = kernel(y(ofRow: row), step, n) }
  }

  /// The integral: the rows' sums in order, times the area of a cell.
  package func value(_ results: TaskResults) -> Double {
    var sum = 0.0
    for task in 0..<taskCount {
      results.read(task) { rows in
        for i in rows.indices { sum += rows[i] }
      }
    }
    return sum * step * step
  }

  /// The integral must be 0. A kernel that always says 0 would have that right: so each row must also be what the
  /// sum of a sine over half a period is, cos(y) / sin(step / 2), and its error counts as if all rows had it.
  package func verify(_ results: TaskResults) -> Verdict {
    var worst = Greatest()
    worst.take(value(results).magnitude)
    for task in 0..<taskCount {
      let first = rows(ofTask: task).lowerBound
      results.read(task) { rows in
        for i in rows.indices {
          let error = (rows[i] - cos(y(ofRow: first + i)) / sin(step / 2)).magnitude
          worst.take(error * Double(n) * step * step)
        }
      }
    }
    return Verdict("error of the integral", value: worst.value, limit: 1e-9)
  }

  private var step: Double { .pi / Double(n) }

  private func y(ofRow row: Int) -> Double { (Double(row) + 0.5) * step }

  private func rows(ofTask task: Int) -> Range<Int> {
    task * rowsPerTask..<min((task + 1) * rowsPerTask, n)
  }
}
