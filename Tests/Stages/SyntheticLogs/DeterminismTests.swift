import SyntheticLogs
import Testing

@Suite struct DeterminismTests {
  @Test func sameSeedSameBytes() throws {
    let one = try SyntheticNetwork(stations: 40, length: .days(1), seed: 7).bytes()
    #expect(try SyntheticNetwork(stations: 40, length: .days(1), seed: 7).bytes() == one)
  }

  @Test func differentSeedDifferentBytes() throws {
    let logs = try Set(
      [0, 1, 2, 7, UInt64.max].map { seed in
        try SyntheticNetwork(stations: 40, length: .rows(99), seed: seed).bytes()
      })
    #expect(logs.count == 5)
  }

  @Test func bytesAreTheSameOnEveryMachine() throws {
    let text = String(decoding: try SyntheticNetwork(length: .rows(3)).bytes(), as: UTF8.self)
    #expect(
      text == SyntheticNetwork.header + """
        2013-09-10 11:27:18.105076\t2013-09-10 11:25:19\t23\t11\t38001\t11\t25
        2013-09-10 11:27:18.105873\t2013-09-10 11:25:19\t26\t22\t14001\t11\t25
        2013-09-10 11:27:18.105397\t2013-09-10 11:25:19\t25\t27\t4001\t11\t25

        """)
  }

  @Test(arguments: [1, 2, 39, 40, 41, 1000, Int.max / 2])
  func cuttingElsewhereGivesTheSameBytes(slotsPerBlock: Int) throws {
    let network = try SyntheticNetwork(stations: 40, length: .rows(5001), every: 20)
    #expect(network.bytes(slotsPerBlock: slotsPerBlock) == network.bytes())
  }

  @Test func blocksWrittenInAnyOrderGiveTheSameBytes() async throws {
    let network = try SyntheticNetwork(stations: 40, length: .days(1))
    let size = 777
    let blocks = await withTaskGroup(of: (Int, [UInt8]).self) { group in
      for first in stride(from: 0, to: network.slots, by: size) {
        let range = first..<min(first + size, network.slots)
        group.addTask { (first, network.bytes(ofSlots: range)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let joined = blocks.sorted { $0.0 < $1.0 }.flatMap(\.1)
    #expect(Array(SyntheticNetwork.header.utf8) + joined == network.bytes())
  }

  @Test func longerLogBeginsWithTheShorter() throws {
    let short = try SyntheticNetwork(stations: 40, length: .rows(1234)).bytes()
    #expect(try SyntheticNetwork(stations: 40, length: .days(2)).bytes().starts(with: short))
  }

  @Test func errorOfTheReceiverEndsTheLog() throws {
    struct Full: Error {}
    let network = try SyntheticNetwork(stations: 10, length: .days(1))
    var blocks = 0
    #expect(throws: Full.self) {
      try network.forEachBlock(slotsPerBlock: 10) { _ in
        blocks += 1
        if blocks == 3 { throw Full() }
      }
    }
    #expect(blocks == 3)
  }
}

extension SyntheticNetwork {
  /// The rows of some slots, in a buffer of exactly the size asked for.
  fileprivate func bytes(ofSlots range: Range<Int>) -> [UInt8] {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: range.count * Self.longestRow + Self.slack, alignment: 1)
    defer { unsafe memory.deallocate() }
    var output = unsafe OutputRawSpan(buffer: memory, initializedCount: 0)
    write(slots: range, into: &output)
    let count = unsafe output.finalize(for: memory)
    return unsafe Array(memory[..<count])
  }
}
