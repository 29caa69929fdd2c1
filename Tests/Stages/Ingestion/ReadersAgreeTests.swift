import Foundation
import Ingestion
import TestSupport
import Testing

/// The property on which all else rests: however the rows are read and however the input is cut, the
/// records are those of libcsv over the whole text.
@Suite("Reading by index, by libcsv, by threads, ranks and deliveries: the same records")
struct ReadersAgreeTests {
  private let folder = try! TemporaryFolder()

  private func file(_ text: [UInt8], blockSize: Int = LogFile.defaultBlockSize) throws -> LogFile {
    try LogFile(path: try folder.write("log-\(UUID())", text), blockSize: blockSize)
  }

  private static func describe(_ seed: UInt64, _ text: [UInt8]) -> Comment {
    "seed \(seed): \(String(decoding: text, as: UTF8.self).debugDescription)"
  }

  @Test("the structural index and libcsv agree on whole texts", arguments: 0..<8)
  func wholeTexts(part: Int) throws {
    var (rows, faults, refused) = (Int64(0), 0, 0)
    for seed in UInt64(part * 1_000)..<UInt64(part * 1_000 + 500) {
      var generator = RandomText(seed: seed)
      let text = generator.text(rows: [3, 12, 60][Int(seed % 3)])
      // By chance all rows may have a field too many.
      guard let file = try? file(text) else {
        refused += 1
        continue
      }
      let fast = ParsedRows.whole(text, file, reader: .fast)
      let libcsv = ParsedRows.whole(text, file, reader: .libcsv)
      #expect(fast == libcsv, Self.describe(seed, text))
      rows += libcsv.counts.used
      faults += libcsv.fault == nil ? 0 : 1
    }
    // The generator does make records, not only rubbish, and now and then what ends a run.
    #expect(rows > 2_000)
    #expect((1..<250).contains(faults))
    #expect(refused < 10)
  }

  @Test("a delivery may end at any byte", arguments: 0..<4)
  func deliveries(part: Int) throws {
    for seed in UInt64(10_000 + part * 100)..<UInt64(10_000 + part * 100 + 10) {
      var generator = RandomText(seed: seed)
      let text = generator.text(rows: 3)
      let file = try file(text)
      let expected = ParsedRows.whole(text, file, reader: .libcsv)
      for cut in file.firstRow...text.count {
        #expect(
          ParsedRows.delivered(text, file, cut: cut) == expected,
          "cut at \(cut), \(Self.describe(seed, text))")
      }
    }
  }

  @Test(
    "blocks of any size, threads and ranks give what the whole gives",
    arguments: [1, 2, 3, 5, 7, 11, 16, 33, 64, 200])
  func blocks(blockSize: Int) throws {
    for seed in UInt64(20_000)..<20_040 {
      var generator = RandomText(seed: seed * 31 + UInt64(blockSize))
      let text = generator.text(rows: Int(seed % 8))
      let file = try file(text, blockSize: blockSize)
      let expected = ParsedRows.whole(text, file, reader: .libcsv)
      for (ranks, threads) in [(1, 1), (1, 3), (Int(seed % 4) + 2, 1), (Int(seed % 4) + 2, 3)] {
        let cuts = (1..<ranks).map { file.blockCount * $0 / ranks }
        let found = try ParsedRows.byRanks(file, cuts: cuts, threads: threads)
        #expect(
          found == expected,
          "\(ranks) ranks of \(threads) threads, blocks of \(blockSize), \(Self.describe(seed, text))")
      }
    }
  }

  @Test("ranks that share the middle of what they read give what the whole gives", arguments: 1...3)
  func neighbours(threads: Int) throws {
    for seed in UInt64(25_000)..<25_200 {
      var generator = RandomText(seed: seed)
      let text = generator.text(rows: 8)
      let file = try file(text, blockSize: 4 + Int(seed % 29))
      let expected = ParsedRows.whole(text, file, reader: .libcsv)
      var random = SeededGenerator(seed: seed)
      let ends = [0, 1].map { _ in Int.random(in: 0...file.blockCount, using: &random) }.sorted()
      let found = try ParsedRows.byNeighbours(file, middle: ends[0]..<ends[1], threads: threads)
      #expect(found == expected, "sharing blocks \(ends), \(Self.describe(seed, text))")
    }
  }

  @Test("each shared block is read by one of them, however quick they are")
  func eachShared() throws {
    let text =
      Array("number,available_bike_stands,available_bikes,heure\n".utf8)
      + (0..<4_000).flatMap { Array("\($0 % 7),\($0 % 5),3,\($0 % 24)\n".utf8) }
    let file = try file(text, blockSize: 64)
    let expected = ParsedRows.whole(text, file, reader: .libcsv)
    for threads in 1...3 {
      let found = try ParsedRows.byNeighbours(file, middle: 100..<file.blockCount - 100, threads: threads)
      #expect(found == expected)
    }
  }

  @Test("ranks may meet at any block, even with nothing between them")
  func everyCut() throws {
    for seed in UInt64(30_000)..<30_012 {
      var generator = RandomText(seed: seed)
      let text = generator.text(rows: 5)
      let file = try file(text, blockSize: 4)
      let expected = ParsedRows.whole(text, file, reader: .libcsv)
      for cut in 0...file.blockCount {
        let found = try ParsedRows.byRanks(file, cuts: [cut, cut], threads: 1)
        #expect(found == expected, "cut at block \(cut), \(Self.describe(seed, text))")
      }
    }
  }

  @Test("with weeks, series, periods and strictness the readers agree as well")
  func rules() throws {
    let since = try #require(timestamp("2013-09-10 08:00:00"))
    let all = [
      RowRules(bins: .hourOfWeek), RowRules(bins: .series), RowRules(since: since), RowRules(until: since),
      RowRules(isStrict: true),
    ]
    for seed in UInt64(40_000)..<40_300 {
      var generator = RandomText(seed: seed)
      let text = generator.text(rows: 8)
      guard let file = try? timed(text) else { continue }
      let rules = all[Int(seed % 5)]
      let expected = ParsedRows.whole(text, file, reader: .libcsv, rules: rules)
      #expect(
        ParsedRows.whole(text, file, reader: .fast, rules: rules) == expected, Self.describe(seed, text))
      let found = try ParsedRows.byRanks(file, cuts: [file.blockCount / 2], threads: 2, rules: rules)
      #expect(found == expected, Self.describe(seed, text))
    }
  }

  private func timestamp(_ text: String) -> LocalTime? {
    var reader = TimestampReader()
    return reader.read(text)
  }

  /// Nil, as an error, where the log has no times.
  private func timed(_ text: [UInt8]) throws -> LogFile {
    try LogFile(path: try folder.write("log-\(UUID())", text), needsTime: true, blockSize: 16)
  }

  @Test("a pipe gives what the file gives")
  func pipe() throws {
    for seed in UInt64(50_000)..<50_020 {
      var generator = RandomText(seed: seed)
      let text = generator.text(rows: seed == 50_000 ? 4_000 : 30)
      let expected = ParsedRows.whole(text, try file(text), reader: .libcsv)
      let path = "\(folder.path)/pipe-\(seed)"
      try #require(mkfifo(path, 0o600) == 0)
      Thread.detachNewThread {
        // In pieces that end anywhere.
        let pipe = FileHandle(forWritingAtPath: path)!
        for start in stride(from: 0, to: text.count, by: 777) {
          pipe.write(Data(text[start..<min(text.count, start + 777)]))
        }
        try? pipe.close()
      }
      let stream = try Input(path: path)
      #expect(stream.log == nil)
      #expect(try ParsedRows.byStream(stream) == expected, Self.describe(seed, text))
    }
  }
}
