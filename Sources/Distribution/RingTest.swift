import CMPI

/// What a message that goes round all ranks tells of them.
package struct RingTest: Equatable, Sendable {
  /// The machines of the ranks, by rank.
  package let hosts: [String]
  /// Did each message come back as the ranks between had to leave it?
  package let isCorrect: Bool
  /// From one rank to the next, of a message of 8 bytes.
  package let latency: Double
  /// Of messages of 4 MiB.
  package let bytesPerSecond: Double

  /// Sends messages round for some 0.4 s; nil for a rank alone. To be called by all ranks.
  package init?(on communicator: Communicator) {
    let size = communicator.size
    guard size > 1 else { return nil }
    hosts = communicator.allGather(Array(SystemFile.hostName.utf8)).map {
      String(decoding: $0, as: UTF8.self)
    }
    let short = Self.measure(words: 1, on: communicator)
    let long = Self.measure(words: 1 << 19, on: communicator)
    isCorrect = short.isCorrect && long.isCorrect
    latency = short.seconds
    bytesPerSecond = Double(8 << 19) / long.seconds
  }

  /// Seconds from one rank to the next: of as many rounds as fit into 0.2 s, by the pace of the first.
  private static func measure(words: Int, on communicator: Communicator) -> (seconds: Double, isCorrect: Bool)
  {
    var message = [Int64](repeating: 0, count: words)
    let trial = rounds(20, of: &message, on: communicator)
    // All ranks must go by the same count, so by the clock of rank 0.
    let nanoseconds = communicator.allGather([Int64(trial * 1e9)])[0][0]
    let count = max(20, min(50_000, Int(20 * 2e8 / Double(max(1, nanoseconds)))))
    let seconds = rounds(count, of: &message, on: communicator)
    let sum = Int64(communicator.size * (communicator.size + 1) / 2)
    let isCorrect =
      communicator.rank > 0
      || message[0] == Int64(20 + count) * sum && message[words - 1] == (words > 1 ? 0 : message[0])
    let figures = communicator.allGather([Int64(seconds * 1e9), isCorrect ? 1 : 0])[0]
    return (Double(figures[0]) / 1e9 / Double(count * communicator.size), figures[1] == 1)
  }

  /// Rank 0 sends the message to rank 1, and so on till it comes back; each rank adds its number and 1 to the
  /// first word. Returns seconds.
  private static func rounds(_ count: Int, of message: inout [Int64], on communicator: Communicator) -> Double
  {
    let (rank, size) = (communicator.rank, communicator.size)
    communicator.barrier()
    let start = ContinuousClock.now
    for _ in 0..<count {
      if rank == 0 { send(&message, to: 1) }
      receive(&message, from: (rank + size - 1) % size)
      message[0] += Int64(rank + 1)
      if rank > 0 { send(&message, to: (rank + 1) % size) }
    }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  private static func send(_ message: inout [Int64], to rank: Int) {
    unsafe MPI_Send(
      &message, Int32(message.count), velibcorr_mpi_int64(), Int32(rank), 0, velibcorr_mpi_comm_world())
  }

  private static func receive(_ message: inout [Int64], from rank: Int) {
    unsafe MPI_Recv(
      &message, Int32(message.count), velibcorr_mpi_int64(), Int32(rank), 0, velibcorr_mpi_comm_world(),
      velibcorr_mpi_status_ignore())
  }

  // MARK: - As a line of text

  private static let mark = "velibcorr-ring"

  /// For the process that has started the ranks.
  package var line: String {
    ([Self.mark, isCorrect ? "1" : "0", "\(latency)", "\(bytesPerSecond)"] + hosts).joined(separator: " ")
      + "\n"
  }

  /// Finds the line in what a program has written.
  package init?(words: String) {
    guard let line = words.split(separator: "\n").first(where: { $0.hasPrefix(Self.mark + " ") }) else {
      return nil
    }
    let fields = line.split(separator: " ")
    guard fields.count > 5, let latency = Double(fields[2]), let bytes = Double(fields[3]) else { return nil }
    isCorrect = fields[1] == "1"
    self.latency = latency
    bytesPerSecond = bytes
    hosts = fields[4...].map(String.init)
  }
}
