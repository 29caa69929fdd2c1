import Benchmarks
import Distribution
import Glibc
import LinearAlgebra
import WholeNumbers

extension BenchTables.Machine {
  /// The one that this process runs on.
  static func this() -> Self {
    var system = utsname()
    unsafe uname(&system)
    return Self(
      host: SystemFile.hostName,
      cpu: value(of: "model name", in: "/proc/cpuinfo") ?? text(of: system.machine),
      cores: BenchSettings.cores,
      memoryBytes: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)),
      system: "\(text(of: system.sysname)) \(text(of: system.release))")
  }

  /// A field of a C structure.
  private static func text<Field>(of field: Field) -> String {
    unsafe withUnsafeBytes(of: field) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// "key : value", the first of its key.
  private static func value(of key: String, in path: String) -> String? {
    let line = SystemFile.text(path)?.split(separator: "\n").first { $0.hasPrefix(key) }
    return line?.split(separator: ":", maxSplits: 1).last.map {
      String($0.drop { $0 == " " })
    }
  }
}

extension BenchTables {
  /// Versions of what does the work.
  static func libraries(on job: Job) -> [String: String] {
    let blas = BLASRuntime.library.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    var libraries = [
      "velibcorr": programVersion,
      "OpenBLAS": "\(blas) (kernel \(BLASRuntime.kernel))",
    ]
    libraries["GMP"] = BigNumber.library
    // "Open MPI v4.1.4"
    let mpi = job.communicator.usesMPI ? MPILibrary.name : nil
    for words in [cLibrary, mpi].compactMap({ $0 }) {
      guard let space = words.lastIndex(of: " ") else { continue }
      libraries[String(words[..<space])] = String(words[words.index(after: space)...])
    }
    return libraries
  }

  /// "glibc 2.36"
  private static var cLibrary: String {
    var text = [CChar](repeating: 0, count: 64)
    let count = unsafe confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count)
    return String(
      decoding: text.prefix(max(0, count - 1)).map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }
}
