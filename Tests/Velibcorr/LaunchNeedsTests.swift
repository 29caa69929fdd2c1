import TestSupport
import Testing

/// Limits that leave ranks too little: the cause is named, no rank starts, nothing is left.
@Suite struct LaunchNeedsTests {
  private static func run(_ limits: String, ranks: Int, _ velibcorr: Velibcorr) throws -> Outcome {
    try velibcorr.write("a.csv", smallLog)
    return try velibcorr.run(
      ["a.csv", "-o", "r.csv", "--ranks", "\(ranks)"],
      before: ["sh", "-c", "ulimit \(limits) || exit 1; exec \"$@\"", "sh"])
  }

  @Test("Too few descriptors", arguments: [16, 32, 75])
  func descriptors(_ count: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.expectFailure(
      Self.run("-n \(count)", ranks: 2, velibcorr), exit: 69,
      says: ["this process may open \(count) files; its ranks need 76", "ulimit -n 76"], files: ["a.csv"])
  }

  @Test("A limit that may be raised is", arguments: ["-S -n 32", "-S -f 100", "-n 76"])
  func raised(_ limit: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try Self.run(limit, ranks: 2, velibcorr)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.expectNothingLeft(but: ["a.csv", "r.csv"])
  }

  @Test("Files too small to be shared")
  func sizeOfFiles() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.expectFailure(
      Self.run("-f 200", ranks: 2, velibcorr), exit: 69,
      says: ["those that ranks share have 8.4 MB", "ulimit -f 8192", "threads need none"], files: ["a.csv"])
  }

  @Test("No room in TMPDIR", .enabled(if: FullDisk.isPossible, "no right to mount"), arguments: [2, 3])
  func room(_ ranks: Int) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let script = """
      mkdir disk && mount -t tmpfs -o size=1m none disk || exit 1
      TMPDIR=$PWD/disk "$@"
      code=$?
      echo "left: $(ls -A disk)"
      exit $code
      """
    let outcome = try velibcorr.run(
      ["a.csv", "-o", "r.csv", "--ranks", "\(ranks)"], before: FullDisk.unshare + ["sh", "-c", script, "sh"])
    try velibcorr.expectFailure(
      outcome, exit: 74,
      says: ["disk has room for 1.0 MB; ranks need 10.5 MB to meet", "another folder with TMPDIR"],
      files: ["a.csv", "disk"])
    #expect(outcome.text == "left: \n")
  }

  @Test(
    "No room in /dev/shm: they meet without it, or say so",
    .enabled(if: FullDisk.isPossible, "no right to mount"))
  func sharedMemory() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let script = "mount -t tmpfs -o size=16k none /dev/shm || exit 1; exec \"$@\""
    let outcome = try velibcorr.run(
      ["a.csv", "-o", "r.csv", "--ranks", "3"], before: FullDisk.unshare + ["sh", "-c", script, "sh"],
      environment: ["OMPI_MCA_btl_vader_backing_directory": nil])
    // MPICH's UCX needs it, and says so.
    let needsIt = Velibcorr.usesMPICH
    #expect(outcome.ending == .exit(needsIt ? 69 : 0), "\(outcome.errors)")
    #expect(outcome.errors.contains("Please check that /dev/shm ") == needsIt)
  }
}
