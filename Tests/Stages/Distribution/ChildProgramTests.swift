import Distribution
import Glibc
import TestSupport
import Testing

@Suite("ChildProgram: a program that is asked something")
struct ChildProgramTests {
  private static func shell(_ script: String, limit: Duration = .seconds(30)) throws -> ChildProgram {
    try ChildProgram("/bin/sh", ["-c", script], ["PATH": "/usr/bin:/bin", "WHO": "me"], limit: limit)
  }

  @Test("its words, of both streams, and its code")
  func words() throws {
    let child = try Self.shell("echo out; echo err >&2; echo $WHO; exit 3")
    #expect(child.ending == .exit(3))
    #expect(child.words == "out\nerr\nme\n")
  }

  @Test("more words than a pipe holds")
  func manyWords() throws {
    let child = try Self.shell("head -c 300000 /dev/zero | tr '\\0' x")
    #expect(child.ending == .exit(0))
    #expect(child.words.utf8.count == 300_000)
  }

  @Test("it has no standard input to wait for")
  func noInput() throws {
    #expect(try Self.shell("cat").ending == .exit(0))
  }

  @Test("a signal that ends it")
  func signal() throws {
    #expect(try Self.shell("kill -KILL $$").ending == .signal(SIGKILL))
  }

  @Test("at the limit it is asked to end, and may say something")
  func limit() throws {
    let child = try Self.shell(
      "trap 'echo asked; exit 0' TERM; echo begun; while :; do sleep 0.05; done", limit: .milliseconds(300))
    #expect(child.ending == .timeLimit)
    #expect(child.words == "begun\nasked\n")
  }

  @Test("one that does not listen is killed, with what it has started")
  func deaf() throws {
    let start = ContinuousClock.now
    let child = try Self.shell("trap '' TERM; sleep 600 & echo $!; wait", limit: .milliseconds(300))
    #expect(child.ending == .timeLimit)
    #expect(ContinuousClock.now - start < .seconds(20))
    let started = try #require(pid_t(child.words.split(separator: "\n").first ?? ""))
    try eventually("its own child to go", limit: .seconds(10)) {
      (SystemFile.text("/proc/\(started)/stat") ?? "Z").contains("Z")
    }
  }

  @Test("one whose child keeps the pipe open has ended when it has ended")
  func heirs() throws {
    let start = ContinuousClock.now
    let child = try Self.shell("sleep 20 & echo $!")
    #expect(child.ending == .exit(0))
    #expect(ContinuousClock.now - start < .seconds(15))
    kill(try #require(pid_t(child.words.split(separator: "\n").first ?? "")), SIGKILL)
  }

  @Test("a program that is not there is an error")
  func missing() {
    #expect(throws: LaunchError.self) { try ChildProgram("/nowhere", [], [:], limit: .seconds(1)) }
  }
}
