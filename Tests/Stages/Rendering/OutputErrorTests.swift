import Foundation
import Rendering
import SystemPackage
import TestSupport
import Testing

extension OutputFileTests {
  private func cause(_ path: String) throws -> Errno {
    let error = try #require(#expect(throws: OutputError.self) { _ = try OutputFile(path: path) })
    guard case .cannotCreate(path, _, let cause) = error else {
      Issue.record("another error: \(error)")
      return Errno(rawValue: 0)
    }
    return cause
  }

  @Test("a folder is no output, and an output needs its folder")
  func folders() throws {
    #expect(try cause(folder.path) == .isDirectory)
    #expect(try cause("\(folder.path)/missing/out.csv") == .noSuchFileOrDirectory)
    let file = try folder.write("file", "")
    #expect(try cause("\(file)/out.csv") == .notDirectory)
    #expect(try folder.names == ["file"])
  }

  @Test("without permission there is no output")
  func permission() async {
    await #expect(processExitsWith: .success) {
      // As nobody, where root runs the tests; the root folder is not for users to write in.
      if geteuid() == 0 { setuid(65_534) }
      let error = #expect(throws: OutputError.self) { _ = try OutputFile(path: "/velibcorr-test.csv") }
      guard case .cannotCreate("/velibcorr-test.csv", _, let cause) = try #require(error) else {
        Issue.record("another error")
        return
      }
      #expect([Errno.permissionDenied, .readOnlyFileSystem].contains(cause))
    }
  }

  @Test("a device without room says so, and is written as it is")
  func full() throws {
    let file = try OutputFile(path: "/dev/full")
    #expect(file.isStream)
    for write in [
      { try file.append([UInt8](repeating: 0x61, count: 100)) },
      { try Array("text".utf8).withUnsafeBytes { try file.write([$0], at: 0) } },
    ] {
      let error = try #require(#expect(throws: OutputError.self) { try write() })
      guard case .writing("/dev/full", _, .noSpace) = error else {
        Issue.record("another error: \(error)")
        continue
      }
    }
    try file.commit()
  }

  @Test("an error on the way leaves nothing behind, and what was there before as it was")
  func throwing() throws {
    _ = try folder.write("out.csv", "older")
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      let file = try OutputFile(path: path)
      try file.append(Array("half".utf8))
      throw Failure()
    }
    #expect(try folder.names == ["out.csv"])
    #expect(try content(path) == "older")
  }

  @Test("a pipe that stands for standard output is written in order, whatever the offsets")
  func pipe() throws {
    let pipe = "\(folder.path)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    // Open for reading and writing, so that neither end waits; less than a pipe holds is written.
    let reader = try FileDescriptor.open(pipe, .readWrite)
    defer { try? reader.close() }
    let file = try OutputFile(path: "-", standardOutput: pipe)
    #expect(file.isStream)
    try file.append(Array("one,".utf8))
    let pieces = (0..<2_500).map { Array("\($0),".utf8) }
    try withBuffers(pieces) { try file.write($0, at: 1 << 40) }
    try file.commit()
    let expected = "one," + (0..<2_500).map { "\($0)," }.joined()
    var bytes = [UInt8](repeating: 0, count: expected.utf8.count)
    let count = try bytes.withUnsafeMutableBytes { try reader.read(into: $0) }
    #expect(String(decoding: bytes[..<count], as: UTF8.self) == expected)
  }

  @Test("more pieces than one call takes, empty ones among them, go where they belong")
  func manyPieces() throws {
    for count in [0, 1, 1_023, 1_024, 1_025, 5_000] {
      let file = try OutputFile(path: path)
      let pieces = (0..<count).map { $0 % 7 == 3 ? [] : Array("\($0)\n".utf8) }
      let half = count / 2
      let offset = 5 + pieces[..<half].joined().count
      // The second half first.
      try withBuffers(Array(pieces[half...])) { try file.write($0, at: offset) }
      try withBuffers(Array(pieces[..<half])) { try file.write($0, at: 5) }
      try withBuffers([Array("head\n".utf8)]) { try file.write($0, at: 0) }
      try file.commit()
      #expect(try content(path) == "head\n" + String(decoding: pieces.joined(), as: UTF8.self))
    }
  }

  private func withBuffers(_ pieces: [[UInt8]], _ body: ([UnsafeRawBufferPointer]) throws -> Void) throws {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, pieces.joined().count), alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: pieces.joined())
    var start = 0
    try body(
      pieces.map { piece in
        defer { start += piece.count }
        return UnsafeRawBufferPointer(rebasing: memory[start..<start + piece.count])
      })
  }
}
