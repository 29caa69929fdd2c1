import CLAPACK

/// The BLAS library as this process runs it.
package enum BLASRuntime {
  /// Threads that one call may use (`openblas_set_num_threads`). velibcorr's own threads each call a
  /// single-threaded BLAS.
  package static func setThreads(_ count: Int) { openblas_set_num_threads(Int32(count)) }

  /// The kernel chosen for the CPU, `SkylakeX` (`openblas_get_corename`).
  package static var kernel: String { String(cString: openblas_get_corename()) }

  /// Version and build options (`openblas_get_config`).
  package static var library: String { String(cString: openblas_get_config()) }
}
