import CBenchmarks
import LinearAlgebra

/// Inverts the matrices of one order that stand in `matrices`, row-major, one after the other. The inverse of a
/// singular one is all NaN.
package typealias InverseKernel = (_ matrices: Span<Double>, _ inverses: inout MutableSpan<Double>) -> Void

/// How matrices are inverted.
package enum InverseMethod: String, Sendable, CaseIterable {
  /// One matrix in each lane of a vector, with partial pivoting (`velibcorr_invert`); orders up to 32.
  case interleaved
  /// LAPACK's getrf and getri, a matrix at a time.
  case lu
  /// LAPACK's potrf and potri, a matrix at a time; symmetric positive definite matrices.
  case cholesky

  /// The greatest order that `interleaved` has room for (`VELIBCORR_INVERSE_ORDER`).
  package static let greatestInterleavedOrder = Int(VELIBCORR_INVERSE_ORDER)

  /// A kernel with room of its own, for one thread.
  func kernel(order: Int) -> InverseKernel {
    switch self {
    case .interleaved:
      precondition(order <= Self.greatestInterleavedOrder)
      return { matrices, inverses in invertInterleaved(order: order, matrices, &inverses) }
    case .lu: return LAPACKKernel(order: order, by: .lu).invert
    case .cholesky: return LAPACKKernel(order: order, by: .cholesky).invert
    }
  }
}

private func invertInterleaved(
  order: Int, _ matrices: Span<Double>, _ inverses: inout MutableSpan<Double>
) {
  let count = matrices.count / (order * order)
  precondition(inverses.count == matrices.count)
  _ = unsafe matrices.withUnsafeBufferPointer { matrices in
    unsafe inverses.withUnsafeMutableBufferPointer { inverses in
      unsafe velibcorr_invert(order, count, matrices.baseAddress, inverses.baseAddress)
    }
  }
}

private final class LAPACKKernel {
  private var inverter: Inverter

  init(order: Int, by factorisation: Inverter.Factorisation) {
    inverter = Inverter(order: order, by: factorisation)
  }

  func invert(_ matrices: Span<Double>, _ inverses: inout MutableSpan<Double>) {
    precondition(inverses.count == matrices.count)
    let size = inverter.order * inverter.order
    for i in matrices.indices { inverses[i] = matrices[i] }
    for start in stride(from: 0, to: matrices.count, by: size) where !inverter.invert(&inverses, from: start)
    {
      for i in start..<start + size { inverses[i] = .nan }
    }
  }
}
