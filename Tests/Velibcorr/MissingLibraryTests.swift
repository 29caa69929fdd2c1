import Foundation
import TestSupport
import Testing

/// Libraries that are not there: what needs none of them works, what does says which.
@Suite struct MissingLibraryTests {
  /// A folder in which the loader finds files of these names that are no libraries.
  private static func environment(
    without libraries: [String], _ velibcorr: Velibcorr
  ) throws -> [String: String?] {
    try FileManager.default.createDirectory(atPath: velibcorr.path("lib"), withIntermediateDirectories: true)
    for library in libraries { try velibcorr.write("lib/\(library)", Array("no library\n".utf8)) }
    return ["LD_LIBRARY_PATH": velibcorr.path("lib")]
  }

  private static let all =
    [
      "libopenblas.so.0", "liblapacke.so.3", "libscalapack-openmpi.so.2.2", "libscalapack-mpich.so.2.2",
      "libcairo.so.2", "libarchive.so.13", "libisal.so.2", "libgmp.so.10", "libRmath.so.1",
      "libRmath.so",
    ] + libraries
  /// Those that are optional; other systems have other names of the last.
  private static let optional = [
    "libcairo.so.2", "libgmp.so.10", "libRmath.so.1", "libRmath.so", "libscalapack-openmpi.so.2.2",
    "libscalapack-mpich.so.2.2",
  ]

  /// Files of the MPI by which the tests run, its name and its package.
  private static let libraries =
    Velibcorr.usesMPICH ? ["libmpich.so.12", "libmpi.so.12"] : ["libmpi.so.40"]
  private static let (name, package) =
    Velibcorr.usesMPICH ? ("MPICH", "libmpich12") : ("Open MPI", "libopenmpi3")

  @Test(
    "An output that needs one is refused before anything is read",
    arguments: [
      ("-o r.csv", "libopenblas.so.0", "libopenblas0"), ("--plot r.svg", "libcairo.so.2", "libcairo2"),
      ("--partial r.csv", "liblapacke.so.3", "liblapacke"),
      ("--npy r.npy --ranks 2", "libopenblas.so.0", "libopenblas0"),
      ("--pairs r.csv", "libRmath.so.1", "r-mathlib"), ("--report r.html", "libRmath.so.1", "r-mathlib"),
      ("--plot-profiles r.png", "libcairo.so.2", "libcairo2"),
    ])
  func output(_ output: String, _ library: String, _ package: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let hidden = library.hasPrefix("libRmath") ? [library, "libRmath.so"] : [library]
    let environment = try Self.environment(without: hidden, velibcorr)
    let arguments = ["a.csv"] + output.split(separator: " ").map(String.init)
    try velibcorr.expectFailure(
      velibcorr.run(arguments, environment: environment), exit: 69,
      says: [
        "FILE needs a library", library, "package \(package) has it",
      ],
      files: ["a.csv", "lib"])
  }

  @Test(
    "Benchmarks that need one say so, and the others run",
    arguments: [
      ("primes --count 10", "bench primes needs a library", "libgmp10"),
      ("integrate --points 10", "bench needs a library", "r-mathlib"),
    ])
  func bench(_ arguments: String, _ words: String, _ package: String) throws {
    let velibcorr = try Velibcorr()
    let hidden = package == "libgmp10" ? ["libgmp.so.10"] : ["libRmath.so.1", "libRmath.so"]
    let environment = try Self.environment(without: hidden, velibcorr)
    let bench = ["bench"] + arguments.split(separator: " ").map(String.init)
    try velibcorr.expectFailure(
      velibcorr.run(bench, environment: environment), exit: 69, says: [words, package], files: ["lib"])
    guard package == "libgmp10" else { return }
    let other = try velibcorr.run(
      "bench", "integrate", "--points", "10", "--time-limit", "0.1", "--threads", "1",
      environment: environment)
    #expect(other.ending == .exit(0), "\(other.errors)")
  }

  @Test(
    "Without the optional ones what does not name them is the same bytes",
    arguments: [
      "-o -", "-o - --method spearman", "-o - --method kendall", "-o - --bins hour-of-week", "--npy -",
      "--groups -",
      "--groups - --interval days --bins series", "--partial -",
      "--no-matrix --neighbours 3 --neighbours-output -",
    ])
  func optional(_ output: String) throws {
    let velibcorr = try Velibcorr()
    _ = try velibcorr.run("generate", "--stations", "40", "--rows", "30000", "-o", "a.csv")
    let arguments = ["a.csv"] + output.split(separator: " ").map(String.init)
    let environment = try Self.environment(without: Self.optional, velibcorr)
    let (with, without) = try (velibcorr.run(arguments), velibcorr.run(arguments, environment: environment))
    #expect(with.ending == .exit(0) && without.ending == .exit(0), "\(with.errors) \(without.errors)")
    #expect(with.output == without.output)
  }

  @Test("Ties are decided without GMP as with it: stations of equal and of opposed profiles")
  func ties() throws {
    let velibcorr = try Velibcorr()
    var log = "time,station,bikes,docks\n"
    for hour in 0..<24 {
      for (station, bikes) in [(1, hour), (2, 24 - hour), (3, hour), (4, hour % 5), (5, hour * hour % 7)] {
        let clock = (hour < 10 ? "0" : "") + "\(hour)"
        for minute in 10...(10 + hour % 3) {
          log += "2024-05-01 \(clock):\(minute):00,\(station),\(bikes),\(24 - bikes)\n"
        }
      }
    }
    try velibcorr.write("a.csv", Array(log.utf8))
    let environment = try Self.environment(without: ["libgmp.so.10"], velibcorr)
    for output in [["-o", "-"], ["--pairs", "-"], ["--groups", "-"]] {
      let (with, without) = try (
        velibcorr.run(["a.csv"] + output), velibcorr.run(["a.csv"] + output, environment: environment)
      )
      #expect(with.ending == .exit(0) && without.ending == .exit(0), "\(with.errors) \(without.errors)")
      #expect(with.output == without.output)
    }
  }

  @Test("Ranks without MPI")
  func ranks() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let environment = try Self.environment(without: Self.libraries, velibcorr)
    let outcome = try velibcorr.run("a.csv", "--ranks", "2", environment: environment)
    #expect(outcome.ending == .exit(69))
    #expect(
      outcome.errors.contains("the ranks were started for \(Self.name), but its library cannot be opened"))
    #expect(outcome.errors.contains(Self.libraries[0]) && outcome.errors.contains(Self.package))
    try velibcorr.expectNothingLeft(but: ["a.csv", "lib"])
  }

  @Test(
    "Of a host where there is none its first rank speaks, and no other waits for it",
    .enabled(if: Velibcorr.mpiexec != nil))
  func oneRank() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    _ = try Self.environment(without: Self.libraries, velibcorr)
    let first = Velibcorr.usesMPICH ? "MPI_LOCALRANKID=0" : "OMPI_COMM_WORLD_LOCAL_RANK=0"
    let program = [Velibcorr.program, "a.csv"]
    let outcome = try velibcorr.start(
      command: [try #require(Velibcorr.mpiexec), "-n", "1"] + program
        + [":", "-n", "1", "env", "LD_LIBRARY_PATH=\(velibcorr.path("lib"))", first]
        + program,
      environment: Velibcorr.mpiexecSettings
    ).wait()
    #expect(outcome.ending == .exit(69))
    #expect(outcome.errors.contains("velibcorr: rank 1 on "))
    #expect(outcome.errors.contains("but its library cannot be opened"))
    try velibcorr.expectNothingLeft(but: ["a.csv", "lib"])
  }

  @Test("What is packed")
  func archive() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.zip", storedZip([("a.csv", Array(smallLog.utf8))]))
    let environment = try Self.environment(without: ["libarchive.so.13"], velibcorr)
    try velibcorr.expectFailure(
      velibcorr.run("a.zip", environment: environment), exit: 69,
      says: ["a.zip needs a library", "libarchive13"], files: ["a.zip", "lib"])
  }

  @Test("Profiles, help and doctor need none")
  func none() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let environment = try Self.environment(without: Self.all, velibcorr)
    for arguments in [
      ["a.csv", "--no-matrix", "--profiles", "p.csv"], ["--help"], ["generate", "--rows", "10"],
    ] {
      let outcome = try velibcorr.run(arguments, environment: environment)
      #expect(outcome.ending == .exit(0), "\(arguments): \(outcome.errors)")
    }
    let doctor = try velibcorr.run("doctor", environment: environment)
    // The others are not looked for, as they need OpenBLAS and MPI; of MPICH's names the last is told.
    let untold = [
      "liblapacke.so.3", "libscalapack-openmpi.so.2.2", "libscalapack-mpich.so.2.2", "libmpi.so.12",
      "libRmath.so",
    ]
    for library in Self.all where !untold.contains(library) {
      #expect(doctor.text.contains("/lib/\(library): file too short"), "\(doctor.text)")
    }
  }
}
