import Glibc

/// What libFuzzer calls with an input: FUZZ_TARGET names the target.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target(UnsafeBufferPointer(start: start, count: count))
}

/// What it calls before the first; FUZZ_SEEDS=FOLDER writes seeds into the folder, and ends.
@_cdecl("LLVMFuzzerInitialize")
public func start(_ argc: UnsafeMutableRawPointer?, _ argv: UnsafeMutableRawPointer?) -> CInt {
  if let folder = getenv("FUZZ_SEEDS") {
    writePartSeeds(String(cString: folder))
    exit(0)
  }
  return 0
}

private let target: @Sendable (UnsafeBufferPointer<UInt8>) -> CInt = {
  switch getenv("FUZZ_TARGET").map({ String(cString: $0) }) {
  case "times": fuzzTimes
  case "profiles": fuzzProfiles
  case "parts": fuzzParts
  case let name: fatalError("no target is called \(name ?? "nothing"): see FUZZ_TARGET")
  }
}()
