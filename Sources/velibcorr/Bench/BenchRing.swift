import ArgumentParser
import Jobs

struct BenchRing: BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "ring",
    abstract: "Send messages between ranks.",
    discussion: """
      hello: every rank tells who it is. ring: a message goes from rank 0 to rank 1 and so on till it comes back. ping-pong: \
      to rank 1 and back. allreduce: every rank gets the sums of what all ranks have. Each for messages of --bytes, \
      many rounds a trial. Of small messages the time of one is MPI's latency (a second / messages a second), of large ones the rate is \
      the bandwidth: what distributing costs before it pays. A rank alone has no one to talk to: --ranks 1 \
      means 2. Verified: a checksum to which each rank that passes the message on adds, and every other word.

      Examples:
        velibcorr bench ring
        velibcorr bench ring --ranks 2,4 --bytes 8,65536
      """)

  @Option(help: ArgumentHelp("Sizes of messages, multiples of 8.", valueName: "bytes,..."))
  var bytes = CommaSeparated([8, 1024, 65_536, 4_194_304].map { MessageSize(words: $0 / 8) })

  @OptionGroup(title: "Running") var running: BenchRankOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  var timeLimit: Double { 2 }

  func validate() throws {
    if output.plot != nil { throw ValidationError("--plot draws speed-up, and messages have no serial run") }
  }

  func entries(_ workloads: BenchWorkloads) -> [BenchEntry] {
    workloads.ring(words: bytes.values.map(\.words))
  }
}

struct MessageSize: ExpressibleByArgument {
  let words: Int

  init(words: Int) { self.words = words }

  init?(argument: String) {
    guard let bytes = Int(argument), bytes % 8 == 0, (8...1 << 30).contains(bytes) else { return nil }
    words = bytes / 8
  }

  var defaultValueDescription: String { "\(8 * words)" }
}
