import Foundation
import Ingestion
import TestSupport
import Testing
import Workers

@Suite("Progress: bytes read so far")
struct ProgressTests {
  private let folder = try! TemporaryFolder()
  private static let log = Array(
    ("number,available_bike_stands,available_bikes,heure\n"
      + (0..<20_000).map { "\($0 % 50),3,1,\($0 % 24)\n" }.joined()).utf8)

  @Test("additions of all threads count")
  func threads() {
    let progress = Workers.Progress()
    #expect(progress.count == 0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in for _ in 0..<10_000 { progress.add(3) } }
    #expect(progress.count == 240_000)
  }

  @Test("a file counts each of its blocks once, by any number of threads", arguments: [1, 3])
  func file(threads: Int) throws {
    let file = try LogFile(path: folder.write("log", Self.log), blockSize: 10_000)
    let progress = Workers.Progress()
    _ = try file.readSegment(0..<file.blockCount, rules: RowRules(), threads: threads, progress: progress)
    #expect(progress.count == file.blockCount * 10_000)
    #expect(progress.count - 10_000 < Self.log.count)
  }

  @Test("a compressed file counts the bytes that come out of it", arguments: Packing.compressions)
  func stream(_ packing: Packing) throws {
    let file = try Input(path: folder.write("log", packing.pack([("log", Self.log)])))
    let progress = Workers.Progress()
    let rows = try file.readStream(rules: RowRules(), progress: progress)
    #expect(rows.counts.used == 20_000)
    #expect(progress.count == Self.log.count)
  }
}
