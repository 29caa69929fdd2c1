import Availability
import Foundation
import Glibc
import Ingestion
import TestSupport
import Testing
import Workers

@Suite struct StopRequestTests {
  @Test("After a request no block is begun, and the segment ends before")
  func segment() async {
    // A request stays: it is made in a process of its own.
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let rows = (0..<5000).map { "\($0 % 9),\($0 % 7),\(7 - $0 % 7),\($0 % 24)\n" }.joined()
      let path = try folder.write(
        "log", Array(("number,available_bike_stands,available_bikes,heure\n" + rows).utf8))
      let log = try LogFile(path: path, blockSize: 4096)
      let rules = RowRules(bins: .hourOfDay)
      let whole = try log.readSegment(0..<log.blockCount, rules: rules, threads: 2)
      #expect(whole.blocks == 0..<log.blockCount)
      #expect(StopRequest.signal == nil)
      StopRequest.make(by: SIGUSR1)
      StopRequest.make(by: SIGTERM)
      #expect(StopRequest.signal == SIGUSR1)
      let cut = try log.readSegment(3..<log.blockCount, rules: rules, threads: 2)
      #expect(cut.blocks == 3..<3)
      #expect(cut.profiles.isEmpty)
      #expect(cut.claim == .empty)
    }
  }
}
