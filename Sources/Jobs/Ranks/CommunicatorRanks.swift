import Benchmarks
import Distribution

/// Benchmarks know no MPI: here they get it.
extension Communicator: RankWorld {
  /// The first ranks, among themselves; nil on the others. Collective.
  package func first(_ ranks: Int) -> (any Ranks)? { group(ranks) }

  /// The start of this host's kernel, which no other host has (`boot_id`), of which 64 bits.
  package var clock: UInt64 { Self.clockOfHost }

  private static let clockOfHost: UInt64 = {
    let digits = SystemFile.text("/proc/sys/kernel/random/boot_id")?.filter(\.isHexDigit).prefix(16)
    return digits.flatMap { UInt64($0, radix: 16) } ?? 0
  }()
}
