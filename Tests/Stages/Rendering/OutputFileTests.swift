import Foundation
import Rendering
import SystemPackage
import TestSupport
import Testing

/// The hidden files of a process are known to all of it: these tests come one after the other.
@Suite("OutputFile: complete or not at all", .serialized)
struct OutputFileTests {
  let folder = try! TemporaryFolder()

  var path: String { "\(folder.path)/out.csv" }

  func content(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test("an output has its name only after commit, and then no hidden file is left")
  func commit() throws {
    let file = try OutputFile(path: path)
    #expect(!file.isStream)
    #expect(try folder.names.count == 1)
    #expect(try !folder.names.contains("out.csv"))
    #expect(try folder.names[0].hasPrefix("."))
    try file.append(Array("a,b\n".utf8))
    try file.append(Array("c,d\n".utf8))
    #expect(!FileManager.default.fileExists(atPath: path))
    try file.commit()
    #expect(try folder.names == ["out.csv"])
    #expect(try content(path) == "a,b\nc,d\n")
    // Once is enough, twice does no harm.
    try file.commit()
    #expect(try folder.names == ["out.csv"])
  }

  @Test("without commit nothing is left")
  func abandoned() throws {
    do {
      let file = try OutputFile(path: path)
      try file.append(Array("half".utf8))
    }
    #expect(try folder.names == [])
  }

  @Test("an older output stays until the new one is complete, and is then replaced")
  func replaces() throws {
    _ = try folder.write("out.csv", "older and longer")
    do {
      let file = try OutputFile(path: path)
      try file.append(Array("half".utf8))
    }
    #expect(try content(path) == "older and longer")
    let file = try OutputFile(path: path)
    try file.append(Array("new".utf8))
    #expect(try content(path) == "older and longer")
    try file.commit()
    #expect(try content(path) == "new")
    #expect(try folder.names == ["out.csv"])
  }

  @Test("an output that is replaced keeps its permissions", arguments: [0o600, 0o640, 0o444, 0o777])
  func mode(_ mode: Int) throws {
    _ = try folder.write("out.csv", "older")
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    let file = try OutputFile(path: path)
    try file.append(Array("new".utf8))
    let hidden = try #require(file.hiddenPath)
    // Whoever may not read the output may not read the half of it either.
    let half = try #require(try files.attributesOfItem(atPath: hidden)[.posixPermissions] as? Int)
    #expect(half & ~mode == 0, "\(String(half, radix: 8))")
    try file.commit()
    #expect(try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode)
    #expect(try content(path) == "new")
  }

  @Test("an output behind a symbolic link is replaced, and the link stays")
  func link() throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/real", withIntermediateDirectories: false)
    _ = try folder.write("real/target.csv", "older")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real/target.csv")
    let file = try OutputFile(path: path)
    try file.append(Array("new".utf8))
    try file.commit()
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "real/target.csv")
    #expect(try content("\(folder.path)/real/target.csv") == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/real") == ["target.csv"])
  }

  @Test("a link to a file that is not there yet makes that file, as the shell does")
  func danglingLink() throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "target.csv")
    let file = try OutputFile(path: path)
    try file.append(Array("new".utf8))
    try file.commit()
    #expect(try content(path) == "new")
    #expect(try folder.names == ["out.csv", "target.csv"])
  }

  @Test("a path in the working folder needs no slash")
  func workingFolder() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      try #require(FileManager.default.changeCurrentDirectoryPath(folder.path))
      let file = try OutputFile(path: "out.csv")
      try file.append([0x61])
      try file.commit()
      let names = try folder.names
      #expect(names == ["out.csv"])
    }
  }

  @Test("another process may write into the hidden file, which is not its to name or remove")
  func joining() throws {
    let file = try OutputFile(path: path)
    let hidden = try #require(file.hiddenPath)
    do {
      let joined = try OutputFile(joining: hidden, of: path)
      try Array("world".utf8).withUnsafeBytes { try joined.write([$0], at: 6) }
      try joined.commit()
    }
    #expect(FileManager.default.fileExists(atPath: hidden))
    try Array("hello ".utf8).withUnsafeBytes { try file.write([$0], at: 0) }
    try file.commit()
    #expect(try content(path) == "hello world")
  }

  @Test("the hidden files of a process can be removed at once, as a signal's handler does")
  func unlinkAll() throws {
    let files = try ["a", "b", "c"].map { try OutputFile(path: "\(folder.path)/\($0)") }
    try files[1].commit()
    #expect(try folder.names.count == 3)
    HiddenFiles.unlinkAll()
    #expect(try folder.names == ["b"])
    let error = try #require(#expect(throws: OutputError.self) { try files[0].commit() })
    guard case .writing("\(folder.path)/a", _, .noSuchFileOrDirectory) = error else {
      Issue.record("another error: \(error)")
      return
    }
  }
}
