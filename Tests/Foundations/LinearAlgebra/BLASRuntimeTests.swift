import Foundation
import LinearAlgebra
import Testing

/// What changes the library as a whole runs in a process of its own: other tests multiply meanwhile.
@Suite("BLASRuntime: the BLAS library as it runs here")
struct BLASRuntimeTests {
  @Test("the kernel and the library have names")
  func names() {
    #expect(!BLASRuntime.kernel.isEmpty)
    #expect(BLASRuntime.library.contains("OpenBLAS"))
  }

  @Test("the best kernel is one of the two that are asked for")
  func bestKernel() {
    #expect([nil, "Haswell", "SkylakeX"].contains(BLASRuntime.bestKernel))
  }

  @Test("left to choose, the kernel is not one that holds the CPU back, and multiplies right")
  func chooseKernel() async {
    await #expect(processExitsWith: .success) {
      unsetenv("OPENBLAS_CORETYPE")
      BLASRuntime.chooseKernel()
      #expect(!BLASRuntime.isHeldBack)
      expectProduct()
    }
  }

  @Test("a kernel that the environment names is obeyed, and said to hold the CPU back")
  func environment() async {
    await #expect(processExitsWith: .success) {
      // The library looks at the variable when it is loaded: too late here for its own choice.
      let before = BLASRuntime.kernel
      setenv("OPENBLAS_CORETYPE", "Prescott", 1)
      BLASRuntime.chooseKernel()
      #expect(BLASRuntime.kernel == before)
    }
  }

  @Test("on the caller's thread alone, products are the same")
  func callersThread() async {
    await #expect(processExitsWith: .success) {
      BLASRuntime.useCallersThreadOnly()
      expectProduct()
      BLASRuntime.useCallersThreadOnly()
      expectProduct()
    }
  }

  @Test("on several threads and back, also after its threads were ended, products are the same")
  func threads() async {
    await #expect(processExitsWith: .success) {
      for count in [2, 1, 3, 2, 5, 1, 4] {
        BLASRuntime.useThreads(count)
        #expect(BLASRuntime.threads == count)
        expectProduct()
      }
      BLASRuntime.useCallersThreadOnly()
      #expect(BLASRuntime.threads == 1)
    }
  }

  @Test("after more threads were asked for while none ran, there are as many as asked, not more")
  func threadsOnce() async {
    await #expect(processExitsWith: .success) {
      BLASRuntime.useCallersThreadOnly()
      let before = threadCount()
      BLASRuntime.useThreads(9)
      expectProduct()
      #expect(threadCount() == before + 8)
      BLASRuntime.useCallersThreadOnly()
      #expect(threadCount() == before)
    }
  }

  @Test("no thread at all traps")
  func noThread() async {
    await #expect(processExitsWith: .failure) { BLASRuntime.useThreads(0) }
  }

  @Test("choosing twice is choosing once")
  func twice() async {
    await #expect(processExitsWith: .success) {
      unsetenv("OPENBLAS_CORETYPE")
      BLASRuntime.chooseKernel()
      let chosen = BLASRuntime.kernel
      BLASRuntime.chooseKernel()
      #expect(BLASRuntime.kernel == chosen)
      expectProduct()
    }
  }
}

/// Small whole numbers, whose products are exact whatever the order of the sums.
private func expectProduct() {
  let size = 200
  var a = Matrix(rows: size, columns: size)
  for i in 0..<size {
    for j in 0..<size { a[i, j] = Double((i * 7 + j * 3) % 11 - 5) }
  }
  var result = Matrix(rows: size, columns: size)
  multiplyRows(of: a, 0..<size, by: a, 0..<size, into: &result)
  for i in 0..<size {
    for j in 0..<size {
      #expect(result[i, j] == (0..<size).reduce(0) { $0 + a[i, $1] * a[j, $1] })
    }
  }
}

/// Of this process.
private func threadCount() -> Int {
  (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
}
