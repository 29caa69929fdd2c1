import LinearAlgebra

/// The BLAS library, and its kernel against what the CPU could do.
struct BLASChecks {
  private let environment: [String: String]
  private let ownKernel: String
  private let kernel: String

  /// Chooses the kernel that a run would have.
  init(_ environment: [String: String]) {
    self.environment = environment
    ownKernel = BLASRuntime.kernel
    BLASRuntime.chooseKernel()
    kernel = BLASRuntime.kernel
  }

  var findings: [Finding] { [libraryFinding, kernelFinding] }

  private var libraryFinding: Finding {
    guard let size = environment["OPENBLAS_L2_SIZE"] else { return .ok("blas", BLASRuntime.library) }
    return .warning(
      "blas", "\(BLASRuntime.library); OPENBLAS_L2_SIZE=\(size) gives it blocks for another cache",
      cure: "unset OPENBLAS_L2_SIZE")
  }

  private var kernelFinding: Finding {
    guard let best = BLASRuntime.bestKernel else {
      return .ok("kernel", "\(kernel), by OpenBLAS's own choice")
    }
    guard BLASRuntime.isLesser else {
      let choice = kernel == ownKernel ? "" : ", chosen by velibcorr, as OpenBLAS would run \(ownKernel)"
      return .ok("kernel", "\(kernel), made for what this CPU has\(choice)")
    }
    return .warning(
      "kernel", "\(kernel), while this CPU can run \(best): products may take twice as long, or more",
      cure: BLASRuntime.isHeldBack
        ? "unset OPENBLAS_CORETYPE" : "export OPENBLAS_CORETYPE=\(best), or install a newer OpenBLAS")
  }
}
