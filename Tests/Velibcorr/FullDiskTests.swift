import TestSupport
import Testing

/// A disk that is full in mid-writing: a small file system of memory, seen by the run alone.
@Suite(.enabled(if: FullDisk.isPossible, "no right to mount"))
struct FullDiskTests {
  @Test("The matrix does not fit", arguments: [[], ["--ranks", "3"]])
  func matrix(_ ranks: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try FullDisk.run(velibcorr, ["log.txt", "-o", "disk/r.csv"] + ranks)
    try velibcorr.expectFailure(
      outcome, exit: 73,
      says: [
        "disk/r.csv would have about ", "; its disk has room for 102.4 kB", "--top K for the best pairs",
        "--max-output SIZE",
      ], files: ["disk", "log.txt"])
    #expect(outcome.text == "left: \n")
  }

  @Test("The matrix is larger than is allowed, and not larger", arguments: Way.each)
  func limit(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv", "--max-output", "100"], way), exit: 73,
      says: [
        "a.correlation.csv would have about 0.2 kB, for the correlations of 3 x 3 stations",
        "--max-output allows 0.1 kB", "--npy FILE for 0.1 kB",
      ], files: ["a.csv"])
    let exact = try velibcorr.run(["a.csv", "-o", "e.csv", "--max-output", "171"], way)
    #expect(exact.ending == .exit(0), "\(exact.errors)")
    let outcome = try velibcorr.run(["a.csv", "--max-output", "200"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    // What goes to a pipe has no limit.
    #expect(try velibcorr.run(["a.csv", "-o", "-", "--max-output", "1"], way).ending == .exit(0))
  }

  @Test("The disk is full all the same, in mid-writing", arguments: [[], ["--ranks", "3"]])
  func filled(_ ranks: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try FullDisk.run(
      velibcorr, ["log.txt", "-o", "disk/r.csv", "--max-output", "1G"] + ranks)
    try velibcorr.expectFailure(
      outcome, exit: 74,
      says: ["cannot write disk/r.csv: no space left on device; nothing is left of it", "make room"],
      files: ["disk", "log.txt"])
    #expect(outcome.text == "left: \n")
  }

  @Test("The profiles do not fit: there is no matrix either", arguments: [[], ["--ranks", "3"]])
  func profiles(_ ranks: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try FullDisk.run(
      velibcorr, ["log.txt", "-o", "r.csv", "--profiles", "disk/p.csv"] + ranks)
    try velibcorr.expectFailure(
      outcome, exit: 74, says: ["cannot write disk/p.csv: no space left on device"],
      files: ["disk", "log.txt"])
    #expect(outcome.text == "left: \n")
  }

  @Test("What --resume has saved fills it: the folder is named", arguments: [[], ["--ranks", "2"]])
  func resume(_ ranks: [String]) throws {
    let velibcorr = try Velibcorr()
    // Each is a part of some 20 kB; the matrix has some 40 kB. The same network, a month later each time.
    let inputs = try (1...4).map { month in
      let log = try velibcorr.run("generate", "--stations", "50", "--days", "1", "--every", "60")
      try velibcorr.write(
        "\(month).txt", log.text.replacingOccurrences(of: "2013-09", with: "2013-0\(month)"))
      return "\(month).txt"
    }
    for (limit, code, words) in [
      ([], 73, "its disk has room for"), (["--max-output", "1G"], 74, "make room"),
    ] {
      let outcome = try FullDisk.run(
        velibcorr,
        inputs + ["--resume", "--save-every", "1", "-o", "disk/r.csv"] + limit + ranks)
      try velibcorr.expectFailure(
        outcome, exit: Int32(code),
        says: [
          words, " kB of the disk are in disk/r.csv.resume, what --resume has saved: it can be moved along",
        ],
        files: ["disk"] + inputs)
      #expect(outcome.text == "left: r.csv.resume\n")
    }
  }

  @Test("A generated log does not fit")
  func generate() throws {
    let velibcorr = try Velibcorr()
    let outcome = try FullDisk.run(velibcorr, ["generate", "--stations", "50", "-o", "disk/log.txt"])
    try velibcorr.expectFailure(
      outcome, exit: 74, says: ["cannot write disk/log.txt: no space left on device"], files: ["disk"])
    #expect(outcome.text == "left: \n")
  }
}

enum FullDisk {
  /// A mount namespace of its own, as root or as one who is root in it only.
  static let unshare = ["unshare", "--mount"] + (Velibcorr.isRoot ? [] : ["--user", "--map-root-user"])

  static let isPossible: Bool = {
    guard let velibcorr = try? Velibcorr() else { return false }
    let mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "none", velibcorr.folder]
    return (try? velibcorr.start(command: unshare + mount).wait().ending) == .exit(0)
  }()

  /// Runs velibcorr where the folder `disk` has room for 100 kB; then writes what is in the folder to
  /// standard output.
  static func run(_ velibcorr: Velibcorr, _ arguments: [String]) throws -> Outcome {
    let script = """
      mkdir -p disk && mount -t tmpfs -o size=100k none disk || exit 1
      "$@"
      code=$?
      echo "left: $(ls -A disk)"
      exit $code
      """
    return try velibcorr.run(arguments, before: unshare + ["sh", "-c", script, "sh"])
  }
}
