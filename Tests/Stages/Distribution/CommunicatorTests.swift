import Distribution
import Testing

/// More ranks than one need a launcher: they are tested with the command line.
@Suite("Communicator of one rank, without MPI")
struct CommunicatorTests {
  private let alone = Communicator()

  @Test("it is rank 0 of 1")
  func identity() {
    #expect(alone.rank == 0)
    #expect(alone.size == 1)
    #expect(alone.isRoot)
  }

  @Test(
    "what it gathers, adds or exchanges is what it had",
    arguments: [[], [5], [3, -1, .max, .min]] as [[Int64]])
  func collectives(values: [Int64]) {
    #expect(alone.allGather(values) == [values])
    #expect(alone.sum(values) == values)
    #expect(alone.exchange(values, rowLength: 1, [values.count]) == values)
    #expect(alone.concatenate(values) == values)
    #expect(alone.concatenate(values.map(Double.init)) == values.map(Double.init))
    let bytes = values.map { UInt8(truncatingIfNeeded: $0) }
    #expect(alone.allGather(bytes) == [bytes])
  }

  @Test("it waits for no one, and may be finalised more than once")
  func ends() {
    alone.barrier()
    alone.finalize()
    alone.finalize()
    #expect(alone.allGather([Int64(1)]) == [[1]])
  }

  @Test("aborting ends the process with the code")
  func abort() async {
    await #expect(processExitsWith: .exitCode(74)) { Communicator().abort(code: 74) }
  }

  @Test("rows for other ranks than there are trap, and numbers that are no whole rows")
  func wrongParts() async {
    await #expect(processExitsWith: .failure) { _ = Communicator().exchange([1, 2], rowLength: 1, [1, 1]) }
    await #expect(processExitsWith: .failure) { _ = Communicator().exchange([1, 2, 3], rowLength: 2, [1]) }
  }
}
