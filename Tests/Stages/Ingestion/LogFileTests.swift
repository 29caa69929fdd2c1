import Availability
import Foundation
import Ingestion
import SystemPackage
import TestSupport
import Testing

@Suite("LogFile: opening an input")
struct LogFileTests {
  private let folder = try! TemporaryFolder()
  private static let header = ["number", "available_bike_stands", "available_bikes", "heure"]

  private func error(_ body: () throws -> LogFile) throws -> IngestionError {
    try #require(#expect(throws: IngestionError.self) { _ = try body() })
  }

  private func rows(_ file: LogFile) throws -> ParsedRows {
    try ParsedRows.byRanks(file, cuts: [], threads: 1)
  }

  @Test("the delimiter is the one that finds the columns", arguments: RecordLayout.delimiters)
  func delimiter(byte: UInt8) throws {
    let separator = String(decoding: [byte], as: UTF8.self)
    // Another delimiter stands in a name, more often than the right one stands anywhere.
    let other = byte == 0x2C ? ";" : ","
    let names = Self.header + [String(repeating: "x\(other)", count: 9) + "x"]
    let text =
      names.joined(separator: separator) + "\n" + ["7", "3", "1", "5", "y"].joined(separator: separator)
      + "\n"
    let file = try LogFile(path: try folder.write("log", text))
    #expect(file.layout.delimiter == byte)
    #expect(file.layout.header == names)
    #expect(try rows(file).counts.used == 1)
  }

  @Test("a tab behind each delimiter is a blank", arguments: [",", ";", "|"])
  func tabbed(mark: String) throws {
    let rows = [Self.header, ["7", "3", "1", "5"]]
    let text = rows.map { $0.joined(separator: mark + "\t") + "\n" }.joined()
    let file = try LogFile(path: try folder.write("log", text))
    #expect(file.layout.delimiter == Array(mark.utf8)[0])
    #expect(file.layout.header == Self.header)
  }

  @Test(
    "a byte-order mark, blank lines before, spaces and quotes are not part of the names",
    arguments: ["\n", "\r\n", "\r"])
  func decoration(lineEnd: String) throws {
    let text =
      "\u{FEFF}\(lineEnd)  \(lineEnd)\"number\", available_bike_stands ,\"available_bikes\",heure\(lineEnd)7,3,1,5\(lineEnd)"
    let file = try LogFile(path: try folder.write("log", text))
    #expect(file.layout.header == Self.header)
    #expect(file.firstRow == text.utf8.count - 7 - lineEnd.utf8.count)
    let rows = try rows(file)
    #expect(rows.counts.read == 1)
    #expect(rows.tallies.keys.map(\.description) == ["7"])
  }

  @Test(
    "a header without rows, with or without a line end, is a log of no rows",
    arguments: ["", "\n", "\r\n", "\n\n\n"])
  func headerOnly(lineEnd: String) throws {
    let text = Self.header.joined(separator: ",") + lineEnd
    for blockSize in [1, 7, text.utf8.count, 1_000] {
      let file = try LogFile(path: try folder.write("log", text), blockSize: blockSize)
      #expect(try rows(file).counts.read == 0)
    }
  }

  @Test(
    "an empty file, or one of blank lines, is empty",
    arguments: ["", "\n", " \r\n  \n\n", "\u{FEFF}", "\u{FEFF}\n"])
  func empty(text: String) throws {
    let path = try folder.write("log", text)
    guard case .empty(path) = try error({ try LogFile(path: path) }) else {
      Issue.record("another error")
      return
    }
  }

  @Test("a file that is not there, or a folder, is told from other errors")
  func noFile() throws {
    let missing = "\(folder.path)/no-such-file"
    guard case .cannotOpen(missing, .noSuchFileOrDirectory) = try error({ try LogFile(path: missing) }) else {
      Issue.record("another error")
      return
    }
    guard case .isDirectory(folder.path) = try error({ try LogFile(path: folder.path) }) else {
      Issue.record("another error")
      return
    }
  }

  @Test("a header that lacks a column is refused with the columns that it has")
  func lacking() throws {
    let path = try folder.write("log", "number;available_bikes;heure\n1;2;3\n")
    guard case .layout(path, let layout) = try error({ try LogFile(path: path) }) else {
      Issue.record("another error")
      return
    }
    #expect(
      layout.says(role: .freeDocks, wanted: nil, columns: ["number", "available_bikes", "heure"]))
  }

  @Test("columns named by the user are those read")
  func chosen() throws {
    let path = try folder.write("log", "a,b,c,d\nx,3,1,5\n")
    let columns = ColumnChoice([.station: "a", .freeDocks: "b", .bikes: "c", .hour: "d"])
    let rows = try rows(try LogFile(path: path, columns: columns))
    let tally = try #require(rows.tallies[StationID("x")]?[0]?[5])
    #expect(tally.count == 1)
    #expect(tally.mean == 0.75)
  }

  @Test("a header longer than any first look is found")
  func longHeader() throws {
    let names = Self.header + (0..<30_000).map { "column\($0)" }
    let text = names.joined(separator: ",") + "\n"
    let file = try LogFile(path: try folder.write("log", text))
    #expect(file.layout.fieldCount == names.count)
    #expect(file.firstRow == text.utf8.count)
  }
}
