/// The end of a run on one rank, as it reports it to the others.
struct RankOutcome: Equatable {
  private let times: RankTimes
  private let cause: String?

  init(_ times: RankTimes, cause: String?) {
    self.times = times
    self.cause = cause
  }

  func times(ofRank rank: Int) throws(RankFailure) -> RankTimes {
    if let cause { throw RankFailure(rank: rank, cause: cause) }
    return times
  }

  /// Seven numbers of eight bytes, and what is wrong, if anything is.
  var bytes: [UInt8] {
    let numbers = [
      times.computing, times.communicating, times.waiting, times.arrival, times.end, times.start,
    ]
    return (numbers.map(\.bitPattern) + [times.clock]).flatMap { number in
      (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    } + (cause ?? "").utf8
  }

  /// Reads `bytes`.
  init(_ bytes: [UInt8]) {
    let numbers = (0..<7).map { i in
      bytes[8 * i..<8 * i + 8].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    }
    var times = RankTimes()
    (times.computing, times.communicating) = (Double(bitPattern: numbers[0]), Double(bitPattern: numbers[1]))
    (times.waiting, times.arrival) = (Double(bitPattern: numbers[2]), Double(bitPattern: numbers[3]))
    (times.end, times.start) = (Double(bitPattern: numbers[4]), Double(bitPattern: numbers[5]))
    times.clock = numbers[6]
    self.times = times
    cause = bytes.count > 56 ? String(decoding: bytes[56...], as: UTF8.self) : nil
  }
}
