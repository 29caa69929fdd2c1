import CLAPACK
import CLinearAlgebra
import Glibc

/// The BLAS library as this process runs it.
package enum BLASRuntime {
  /// Makes each call of BLAS run on its caller's thread alone: velibcorr has threads of its own.
  ///
  /// OpenBLAS's threads look for work in a loop before they sleep, on cores that others need. So those that there are,
  /// of an earlier call, are ended. (It would start them again for a call of several. `SharedLibrary` loads it without.)
  package static func useCallersThreadOnly() {
    openblas_set_num_threads(1)
    function("blas_thread_shutdown_")?()
  }

  /// Makes each call of BLAS run on so many threads (`openblas_set_num_threads`), the caller's among them; also more
  /// than there are cores. They are there when it returns. To be called from one thread, while no other multiplies.
  ///
  /// OpenBLAS takes at most the number that it was built for (see `threads`), 64 in Debian. The others look for
  /// work in a loop for some milliseconds after each call.
  package static func useThreads(_ count: Int) {
    precondition(count > 0)
    guard count > 1 else { return useCallersThreadOnly() }
    // While its threads are ended it would start those that it had not yet counted twice, on one place in its queue.
    function("blas_thread_init")?()
    openblas_set_num_threads(Int32(count))
    awaitThreads()
  }

  /// Multiplies what is large enough for several threads: the first product after their start waits for them.
  private static func awaitThreads() {
    let order = 256
    let zeros = [Double](repeating: 0, count: order * order)
    var product = zeros
    var span = product.mutableSpan
    multiply(zeros.span, zeros.span, columns: order, into: &span)
  }

  /// Has OpenBLAS take the memory of so many calls at a time, which it keeps. Later it would try for ever to get what
  /// the system does not give (`blas_memory_alloc`). False where that is so now.
  package static func takeMemory(calls: Int) -> Bool {
    guard let take = unsafe dlsym(nil, "blas_memory_alloc"),
      let giveBack = unsafe dlsym(nil, "blas_memory_free")
    else { return true }
    typealias Take = @convention(c) (Int32) -> UnsafeMutableRawPointer?
    typealias GiveBack = @convention(c) (UnsafeMutableRawPointer?) -> Void
    var taken: [UnsafeMutableRawPointer?] = unsafe []
    defer {
      for i in unsafe taken.indices { unsafe unsafeBitCast(giveBack, to: GiveBack.self)(taken[i]) }
    }
    for _ in 0..<calls {
      let room = unsafe mmap(nil, memoryOfCall, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
      guard unsafe room != MAP_FAILED else { return false }
      unsafe munmap(room, memoryOfCall)
      unsafe taken.append(unsafeBitCast(take, to: Take.self)(0))
    }
    return true
  }

  /// Its `BUFFER_SIZE` on 64-bit computers, and what may be lost at its ends.
  private static let memoryOfCall = 130 << 20

  /// How many threads a call of BLAS may use (`openblas_get_num_threads`).
  package static var threads: Int { Int(openblas_get_num_threads()) }

  /// The kernel that runs, `SkylakeX` (`openblas_get_corename`).
  package static var kernel: String { unsafe String(cString: openblas_get_corename()) }

  /// Version and build options (`openblas_get_config`).
  package static var library: String { unsafe String(cString: openblas_get_config()) }

  /// Name and version of the library that the headers were of.
  package static let builtWith = OPENBLAS_VERSION.split(separator: " ").joined(separator: " ")

  /// The kernel that the CPU's instruction set asks for.
  package static var bestKernel: String? {
    if velibcorr_has_avx512() != 0 { return "SkylakeX" }
    if velibcorr_has_avx2() != 0 { return "Haswell" }
    return nil
  }

  /// OpenBLAS finds its kernel by a table of CPU models, and takes one without AVX for a model newer
  /// than the table: five times slower. Then the kernel is chosen here, by instruction set, unless the
  /// environment has one chosen. To be called before the first product, from one thread.
  package static func chooseKernel() {
    guard unsafe getenv("OPENBLAS_CORETYPE") == nil, let best = bestKernel, slowKernels.contains(kernel)
    else { return }
    // Functions of its own start-up; absent in builds for one CPU.
    guard let quit = function("gotoblas_dynamic_quit"), let start = function("gotoblas_dynamic_init") else {
      return
    }
    unsafe setenv("OPENBLAS_CORETYPE", best, 1)
    quit()
    start()
  }

  /// Does the environment ask for a kernel that uses less than the CPU has?
  package static var isHeldBack: Bool { unsafe getenv("OPENBLAS_CORETYPE") != nil && isLesser }

  /// Does the kernel use less than the CPU has?
  package static var isLesser: Bool {
    guard let best = bestKernel else { return false }
    return slowKernels.contains(kernel) || (best == "SkylakeX" && avx2Kernels.contains(kernel))
  }

  /// Kernels without AVX2.
  private static let slowKernels: Set = [
    "Katmai", "Coppermine", "Northwood", "Prescott", "Banias", "Atom", "Core2", "Penryn", "Dunnington",
    "Nehalem", "Sandybridge", "Athlon", "Opteron", "Opteron_SSE3", "Barcelona", "Bobcat", "Bulldozer",
    "Piledriver", "Nano",
  ]
  private static let avx2Kernels: Set = ["Haswell", "Zen", "Steamroller", "Excavator"]

  private static func function(_ name: String) -> (@convention(c) () -> Void)? {
    unsafe dlsym(nil, name).map { unsafe unsafeBitCast($0, to: (@convention(c) () -> Void).self) }
  }
}
