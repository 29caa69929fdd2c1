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
    guard communicator.size > 1 else { return nil }
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
    let message = MessageRounds(.ring, words: words, on: communicator)
    let trial = time(20, of: message, on: communicator)
    // All ranks must go by the same count, so by the clock of rank 0.
    let nanoseconds = communicator.allGather([Int64(trial * 1e9)])[0][0]
    let count = max(20, min(50_000, Int(20 * 2e8 / Double(max(1, nanoseconds)))))
    let seconds = time(count, of: message, on: communicator)
    let figures = communicator.allGather([Int64(seconds * 1e9), Int64(message.wrongWords())])
    return (
      Double(figures[0][0]) / 1e9 / Double(count * communicator.size), figures.allSatisfy { $0[1] == 0 }
    )
  }

  private static func time(_ rounds: Int, of message: MessageRounds, on communicator: Communicator) -> Double
  {
    communicator.barrier()
    let start = ContinuousClock.now
    message.run(rounds)
    return (ContinuousClock.now - start) / .seconds(1)
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
