import Foundation
import Rendering
import TestSupport
import Testing

/// Of two runs that write the same output, one is refused.
extension OutputFileTests {
  private func isLocked(_ path: String) throws -> String? {
    let file = try OutputFile(path: path)
    do throws(OutputError) {
      #expect(try file.excludeOthers())
      return nil
    } catch {
      guard case .isLocked(path, _, let holder) = error else { throw error }
      return holder
    }
  }

  @Test("an output that is held is refused by the name of who holds it, and free again afterwards")
  func lock() throws {
    do {
      let file = try OutputFile(path: path)
      #expect(try file.excludeOthers())
      #expect(try folder.names.contains(".out.csv.lock"))
      let holder = "process \(getpid()) on \(ProcessInfo.processInfo.hostName)"
      #expect(try isLocked(path) == holder)
      #expect(try isLocked("\(folder.path)/other.csv") == nil)
      try file.append(Array("new".utf8))
      try file.commit()
    }
    #expect(try folder.names == ["out.csv"])
    #expect(try isLocked(path) == nil)
    #expect(try folder.names == ["out.csv"])
  }

  @Test("by whatever name: a link to a held output is held")
  func lockedLink() throws {
    let link = "\(folder.path)/link.csv"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "out.csv")
    let file = try OutputFile(path: path)
    #expect(try file.excludeOthers())
    #expect(try isLocked(link) != nil)
  }

  @Test("what a process that was killed has left locks nothing, and goes")
  func abandonedLock() throws {
    _ = try folder.write(
      ".out.csv.lock", "process 1 on a host that has gone, and longer than the words of this one")
    #expect(try isLocked(path) == nil)
    #expect(try folder.names == [])
  }

  @Test("a name that a lock's would be too long for, and what takes no lock")
  func oddLocks() throws {
    let long = "\(folder.path)/\(String(repeating: "n", count: 254))"
    let file = try OutputFile(path: long)
    #expect(try file.excludeOthers())
    #expect(try isLocked(long) != nil)
    #expect(try OutputFile(path: "/dev/null").excludeOthers())
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/.out.csv.lock", withDestinationPath: "elsewhere")
    #expect(try !OutputFile(path: path).excludeOthers())
  }

  @Test("a durable output has its bytes and its name, also a stream")
  func durable() throws {
    let file = try OutputFile(path: path)
    file.makeDurable()
    try file.append(Array("new".utf8))
    try file.commit()
    #expect(try content(path) == "new")
    let stream = try OutputFile(path: "/dev/null")
    stream.makeDurable()
    try stream.append(Array("new".utf8))
    try stream.commit()
  }
}
