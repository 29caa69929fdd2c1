import TestSupport
import Testing

@Suite struct HelpTests {
  private func expectHelp(
    _ arguments: [String], _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(arguments)
    #expect(outcome.ending == .exit(0), sourceLocation: sourceLocation)
    #expect(outcome.errors == "", sourceLocation: sourceLocation)
    // Sentences are wrapped.
    let text = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for word in words { #expect(text.contains(word), sourceLocation: sourceLocation) }
    try velibcorr.expectNothingLeft(sourceLocation: sourceLocation)
  }

  @Test("--version: the version, the commit where it is known, libraries, kernels that run here")
  func version() throws {
    let outcome = try Velibcorr().run("--version")
    #expect(outcome.ending == .exit(0) && outcome.errors == "")
    let form =
      #/velibcorr \d+\.\d+\.\d+\ncommit    .+\nbuilt     with OpenBLAS .+\nranks     by (.+)\nkernels   [a-z0-9]+\n/#
    let words = try form.wholeMatch(in: outcome.text)
    #expect(words?.1 == "Open MPI (libmpi.so.40), MPICH and its kin (libmpi.so.12)", "\(outcome.text)")
  }

  @Test(
    "--help says what the tool is for, names the subcommands and an example",
    arguments: ["--help", "-h", "help"])
  func help(_ option: String) throws {
    try expectHelp(
      [option],
      [
        "Which stations of a bike-share network fill and empty together?", "velibcorr data.txt --ranks 4",
        "correlate (default)", "generate", "doctor", "velibcorr help correlate",
      ])
  }

  @Test("help correlate names every option, the definition and the exit codes")
  func correlate() throws {
    try expectHelp(
      ["help", "correlate"],
      [
        "<file>", "--station", "--free-docks", "--bikes", "--hour", "--time", "--timezone",
        "--since", "--until", "--deduplicate", "--strict", "--rejects", "--bins", "--min-hours",
        "-o, --output",
        "--partial", "--plot", "--plot-profiles", "--report", "--title", "--basemap", "--profiles",
        "--digits", "--ranks", "--threads",
        "--memory", "--resume", "--save-every",
        "--progress", "--no-color",
        "-q, --quiet",
        "-v, --verbose",
        "free docks / (free docks + bikes)", "Pearson's r", "velibcorr - -o - | gzip", "0 done", "64 usage",
        "65 bad data", "66 no such input", "69 MPI does not work", "73 output can't be created",
        "74 I/O error",
        "75 try again: a rank was lost", "130/143 interrupted",
      ])
  }

  @Test("help generate names every option with its range")
  func generate() throws {
    try expectHelp(
      ["help", "generate"],
      [
        "--stations", "1 to 1000000", "default: 1230", "--days", "1 to 3650", "default: 3", "--rows",
        "--every",
        "1 to 1440", "--seed", "-o, --output", "td8_velib.txt",
        "The same options and seed give the same bytes",
      ])
  }

  @Test("help doctor names its option, what it checks and its exit codes")
  func doctor() throws {
    try expectHelp(
      ["help", "doctor"],
      [
        "--json", "MPI, BLAS, cores, limits, Slurm, locale and time zones", "mpiexec -n 4 velibcorr doctor",
        "0 all is well", "69 MPI does not work here",
      ])
    #expect(try !Velibcorr().run("help", "doctor").text.contains("--ring"))
  }
}
