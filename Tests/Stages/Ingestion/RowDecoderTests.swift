import CIngestion
import Foundation
import Ingestion
import TestSupport
import Testing

@Suite("Sixteen rows at once")
struct RowDecoderTests {
  private let folder = try! TemporaryFolder()

  private static let width = Int(VELIBCORR_ROWS)
  private static let columns = velibcorr_row_columns(
    fields: 4, station: 0, free_docks: 1, bikes: 2, hour: 3)

  /// Those that this CPU can run.
  private static let kernels: [String] = ["avx512", "plain"].filter {
    velibcorr_row_decoder_by($0 as String) != nil
  }

  /// How many rows a decoder takes, and what it finds.
  private func decode(
    _ rows: [String], by kernel: String, _ columns: velibcorr_row_columns = columns
  ) -> (count: Int, stations: [UInt64], counts: [UInt32], hours: [UInt32]) {
    let decoder = velibcorr_row_decoder_by(kernel)!
    let window = ParsedRows.filled(Array(rows.joined().utf8)[...])
    var index = StructuralIndex()
    index.build(window.text, delimiter: UInt8(ascii: ","))
    index.structurals[-1] = .max
    var stations = [UInt64](repeating: 0, count: Self.width)
    var counts = [UInt32](repeating: 0, count: Self.width)
    var hours = [UInt32](repeating: 99, count: Self.width)
    var columns = columns
    let count = stations.withUnsafeMutableBufferPointer { stations in
      counts.withUnsafeMutableBufferPointer { counts in
        hours.withUnsafeMutableBufferPointer { hours in
          decoder(
            window.text.baseAddress!.assumingMemoryBound(to: UInt8.self), index.structurals, index.lineEnds,
            0,
            &columns,
            velibcorr_rows(
              stations: stations.baseAddress!, counts: counts.baseAddress!, hours: hours.baseAddress!))
        }
      }
    }
    return (Int(count), stations, counts, hours)
  }

  private static func rows(_ change: (Int) -> String? = { _ in nil }) -> [String] {
    (0..<width).map { change($0) ?? "s\($0),\(7 * $0),\(127 - $0),\($0)\n" }
  }

  private static func key(_ id: String) -> UInt64 {
    id.utf8.enumerated().reduce(UInt64(id.utf8.count) << 56) { $0 | UInt64($1.element) << (8 * $1.offset) }
  }

  @Test("identifiers, counts and hours are those of the text", arguments: kernels)
  func values(kernel: String) {
    let found = decode(Self.rows(), by: kernel)
    #expect(found.count == Self.width)
    #expect(found.stations == (0..<Self.width).map { Self.key("s\($0)") })
    for row in 0..<Self.width {
      #expect(found.counts[row] == UInt32(7 * row * 128 + 127 - row))
      #expect(found.hours[row] == UInt32(row))
    }
  }

  @Test(
    "what is not plain is left to the other readers, and what follows it",
    arguments: [
      "s,128,3,4\n", "s,3,128,4\n", "s,,3,4\n", "s,1,,4\n", "s,1,2,\n", "s,1,2,24\n", "s,00001,2,3\n",
      "s,1 ,2,3\n", "s, 1,2,3\n", "s,1.0,2,3\n", "s,-1,2,3\n", "s,1,x,3\n", "s,:,2,3\n", "s,/,2,3\n",
      "s,1,2,\u{e9}\n", ",1,2,3\n", "12345678,1,2,3\n", " s,1,2,3\n", "s ,1,2,3\n", "\t,1,2,3\n",
      "s,1,2\n", "s,1,2,3,4\n", "\n", "s,1,2,0003\r\n",
    ])
  func odd(row: String) {
    for place in [0, 1, 7, 8, Self.width - 1] {
      for kernel in Self.kernels {
        let found = decode(Self.rows { $0 == place ? row : nil }, by: kernel)
        #expect(found.count == place, "\(row.debugDescription) at \(place) by \(kernel)")
      }
    }
  }

  @Test(
    "the edges of what is plain",
    arguments: [
      ("s,0,0,0\n", "s", 0, 0, 0), ("s,127,127,23\n", "s", 127, 127, 23),
      ("1234567,0012,0034,0009\n", "1234567", 12, 34, 9), ("s,1,2,3\r\n", "s", 1, 2, 3),
      ("\u{e9}_x,1,2,023\r\n", "\u{e9}_x", 1, 2, 23),
    ])
  func edges(row: String, id: String, free: UInt32, bikes: UInt32, hour: UInt32) {
    for place in [0, 9, Self.width - 1] {
      for kernel in Self.kernels {
        let found = decode(Self.rows { $0 == place ? row : nil }, by: kernel)
        #expect(found.count == Self.width)
        #expect(found.stations[place] == Self.key(id))
        #expect(found.counts[place] == free * 128 + bikes)
        #expect(found.hours[place] == hour)
      }
    }
  }

  @Test("without a column of hours none is asked for", arguments: kernels)
  func withoutHours(kernel: String) {
    var columns = Self.columns
    columns.hour = .max
    let found = decode(Self.rows { $0 == 3 ? "s,1,2,no hour\n" : nil }, by: kernel, columns)
    #expect(found.count == Self.width)
    #expect(found.hours.allSatisfy { $0 == 99 })
  }

  @Test("in long calm logs, columns in any order, the records are those of libcsv", arguments: 0..<4)
  func calmLogs(part: Int) throws {
    for seed in UInt64(part * 1_000)..<UInt64(part * 1_000 + 60) {
      var random = SeededGenerator(seed: seed)
      let text = Self.calmLog(&random)
      let file = try LogFile(path: try folder.write("log-\(part)", text))
      let libcsv = ParsedRows.whole(text, file, reader: .libcsv)
      #expect(libcsv.counts.used > 60)
      #expect(ParsedRows.whole(text, file, reader: .fast) == libcsv, "seed \(seed)")
      let blocks = try LogFile(path: "\(folder.path)/log-\(part)", blockSize: 777)
      #expect(try ParsedRows.byRanks(blocks, cuts: [], threads: 2) == libcsv, "seed \(seed)")
    }
  }

  @Test("runs of blank and short lines end wherever the log does", arguments: ["", "1", "1,2", "\r", " "])
  func shortLines(line: String) throws {
    let header = "number,available_bike_stands,available_bikes,heure,name,minute,total\n"
    let plain = "7,10,3,12,somewhere,25,13\n"
    for (before, run, after) in [(0, 16, 0), (0, 33, 0), (3, 16, 2), (20, 17, 20), (16, 64, 1)] {
      let text =
        header + String(repeating: plain, count: before) + String(repeating: line + "\n", count: run)
        + String(repeating: plain, count: after)
      // A log of nothing but such lines is refused when it is opened.
      let file = try LogFile(path: try folder.write("short-\(UUID())", header + plain))
      let fast = ParsedRows.whole(Array(text.utf8), file, reader: .fast)
      #expect(fast == ParsedRows.whole(Array(text.utf8), file, reader: .libcsv))
      #expect(fast.counts.used == Int64(before + after))
    }
  }

  @Test("every row followed by a blank or a short one")
  func doubleSpaced() throws {
    for seed in UInt64(70_000)..<70_060 {
      var random = SeededGenerator(seed: seed)
      var text: [UInt8] = []
      for line in Self.calmLog(&random).split(separator: 0x0A, omittingEmptySubsequences: false) {
        text += Array(line) + [0x0A]
        text += Array((Bool.random(using: &random) ? "\n" : "1,2\n").utf8)
      }
      let file = try LogFile(path: try folder.write("spaced-\(seed)", text))
      #expect(
        ParsedRows.whole(text, file, reader: .fast) == ParsedRows.whole(text, file, reader: .libcsv),
        "seed \(seed)")
    }
  }

  /// A collector's rounds, with now and then a row that is none of the plain ones.
  private static func calmLog(_ random: inout SeededGenerator) -> [UInt8] {
    let clock = Bool.random(using: &random) ? "heure" : "last_update"
    let header = ["number", "available_bike_stands", "available_bikes", clock, "name"].shuffled(
      using: &random)
    let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
    let oddity = [30, 90, 1_000].randomElement(using: &random)!
    let stations = Int.random(in: 1...50, using: &random)
    var text = header.joined(separator: ",") + lineEnd
    for row in 0..<300 {
      let fields = header.map { name in
        if Int.random(in: 0..<oddity, using: &random) == 0 {
          return ["", "x", " 1", "1.0", "99999", "longer-than-seven", "300", "24"].randomElement(
            using: &random)!
        }
        switch name {
        case "number": return "\(row % stations)"
        case "heure": return "\(row / stations % 24)"
        case "last_update": return "2013-09-10 \(row / 100 + 10):25:19"
        case "name": return row % 7 == 0 ? "" : "somewhere"
        default: return "\([0, 5, 17, 103].randomElement(using: &random)!)"
        }
      }
      text += fields.joined(separator: ",") + lineEnd
    }
    return Array(text.utf8)
  }
}
