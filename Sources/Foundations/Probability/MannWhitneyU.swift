import CRMath
import Synchronization

/// Mann and Whitney's U of two samples of one continuous distribution, of n and of m values, by R's mathematics library.
package struct MannWhitneyU: Sendable {
  private let (n, m): (Double, Double)

  /// The distribution for samples of these sizes, each at least 1.
  package init(_ n: Int, _ m: Int) { (self.n, self.m) = (Double(n), Double(m)) }

  /// P(U <= u) (`pwilcox`).
  package func lowerTail(_ u: Double) -> Double { Self.withTable { pwilcox(u, n, m, 1, 0) } }

  /// P(U > u).
  package func upperTail(_ u: Double) -> Double { Self.withTable { pwilcox(u, n, m, 0, 0) } }

  private static let lock = Mutex(())

  /// `pwilcox` keeps its counts in a table of its own, for one thread.
  private static func withTable(_ body: () -> Double) -> Double {
    lock.withLock { _ in
      defer { wilcox_free() }
      return body()
    }
  }
}
