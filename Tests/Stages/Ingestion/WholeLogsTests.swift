import Availability
import Glibc
import Ingestion
import TestSupport
import Testing

@Suite("WholeLogs: logs of one block, each read whole by one thread")
struct WholeLogsTests {
  private let folder = try! TemporaryFolder()

  /// Logs of several layouts, some with faulty rows.
  private func logs(seed: UInt64, count: Int) throws -> [WholeLogs.Numbered] {
    var random = SeededGenerator(seed: seed)
    return try (0..<count).map { number in
      let isTabbed = Int.random(in: 0...3, using: &random) == 0
      let isEpoch = !isTabbed && Bool.random(using: &random)
      let delimiter = isTabbed ? "\t" : ","
      let names = ["number", "available_bike_stands", "available_bikes", "last_update"]
      let header = (isTabbed ? names.reversed() : names).joined(separator: delimiter)
      let rows = (0..<Int.random(in: 1...40, using: &random)).map { row in
        let second = 1_704_067_200 + 3600 * Int.random(in: 0...40, using: &random) + row
        let hour = (second / 3600) % 24
        let time = isEpoch ? "\(second)" : "2024-01-01 \(hour < 10 ? "0" : "")\(hour):00:00"
        let free = row > 0 && Int.random(in: 0...30, using: &random) == 0 ? "x" : "\(row % 5)"
        let fields = ["s\(row % 7)", free, "\(Int.random(in: 0...3, using: &random))", time]
        return (isTabbed ? fields.reversed() : fields).joined(separator: delimiter)
      }
      let path = try folder.write("\(seed)-\(number).csv", ([header] + rows).joined(separator: "\n") + "\n")
      return (3 * number, try LogFile(path: path, needsTime: true))
    }
  }

  @Test("as if each had been read by itself, for any number of threads", arguments: [1, 2, 5])
  func plain(threads: Int) throws {
    let rules = RowRules(bins: .hourOfWeek)
    for seed in UInt64(1)...6 {
      let logs = try logs(seed: seed, count: 40)
      let segments = try logs.map {
        try $0.file.readSegment(0..<1, rules: rules, threads: 1)
      }
      let found = try WholeLogs(logs, rules: rules, threads: threads)
      #expect(found.failure == nil)
      #expect(found.accounts.count == logs.count)
      for account in found.accounts {
        let segment = segments[account.number / 3]
        #expect(account.counts == segment.counts)
        #expect(account.span == segment.span)
      }
      let faulty = zip(logs, segments).filter { !$0.1.rejectStretches.isEmpty }
      #expect(found.faulty.map(\.number) == faulty.map(\.0.number))
      #expect(found.faulty.map(\.segment.rejectStretches) == faulty.map(\.1.rejectStretches))
      let expected = ProfileSums(bins: .hourOfWeek, adding: segments.map(\.profiles))
      let sums = ProfileSums(bins: .hourOfWeek, adding: found.sums)
      #expect(ParsedRows(sums) == ParsedRows(expected))
      #expect(sums.span == expected.span)
    }
  }

  @Test("of several that cannot be read, the first is told", arguments: [1, 4])
  func failure(threads: Int) throws {
    let header = "number,available_bike_stands,available_bikes,last_update\n"
    let good = "7,1,9,2024-01-01 10:00:00\n"
    let logs = try (0..<60).map { number in
      let text = header + good + ([23, 40, 41].contains(number) ? "7,x,9,2024-01-01 10:00:00\n" : good)
      return (number, try LogFile(path: try folder.write("f\(number).csv", text), needsTime: true))
    }
    let found = try WholeLogs(logs, rules: RowRules(isStrict: true), threads: threads)
    let failure = try #require(found.failure)
    #expect(failure.number == 23)
    guard case IngestionError.fault(let path, line: 3, _, layout: _) = failure.error else {
      Issue.record("\(failure.error)")
      return
    }
    #expect(path.hasSuffix("f23.csv"))
  }

  @Test("a file that rests is opened for each reading, and known again")
  func resting() throws {
    let path = try folder.write("log.csv", "number,free_docks,bikes,time\n7,1,9,2024-01-01 10:00:00\n")
    let log = try LogFile(path: path)
    log.file.rest()
    log.file.rest()
    #expect(log.file.change == nil)
    #expect(try log.readSegment(0..<1, rules: RowRules(), threads: 1).counts.read == 1)
    let text = "number,free_docks,bikes,time\n8,1,9,2024-01-01 10:00:00\n"
    try folder.replace("log.csv", by: text)
    #expect(log.file.change == .replaced)
    #expect(throws: IngestionError.self) { try log.readSegment(0..<1, rules: RowRules(), threads: 1) }
  }
}

extension TemporaryFolder {
  /// Another file takes the name.
  fileprivate func replace(_ name: String, by text: String) throws {
    let other = try write("\(name).new", text)
    precondition(rename(other, other.replacing(".new", with: "")) == 0)
  }
}
