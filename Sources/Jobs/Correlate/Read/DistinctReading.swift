import Availability
import Distribution
import Ingestion
import Text
import Workers

/// `--deduplicate`: bytes -> exact sums of different records, of one rank.
///
/// The inputs are read as without it, but their records are kept; then each rank decides those of a part of the
/// stations. Where they do not fit in `memory`, the inputs are read several times, for some of the stations each time.
/// Streams come but once: with one among the inputs, all records have to fit.
struct DistinctReading {
  private let inputs: Inputs
  private let memory: Int
  private let job: Job

  init(_ inputs: Inputs, memory: Int, on job: Job) {
    self.inputs = inputs
    self.memory = memory
    self.job = job
  }

  private typealias Found = (sums: ProfileSums, counts: [Int: DistinctRecords.Count])

  /// `reading` reads all inputs, and keeps their records. Collective.
  func read(_ reading: (Inputs) throws -> ReadRows) throws -> ReadRows {
    var parts = 1
    while true {
      var (rows, found): (ReadRows?, [Found]) = (nil, [])
      var lack: Lack?
      for number in 0..<parts where lack == nil {
        let keeper = RecordKeeper(.init(number: number, of: parts), memory: memory)
        var read = try reading(inputs.keeping(keeper))
        lack = self.lack(keeper)
        if lack == nil {
          let ours = try job.orEnd { try decide(read.profiles.takeUndecided(), keeper) }
          lack = self.lack(ours.keeper)
          found.append(ours.found)
        }
        if rows == nil { rows = read }
      }
      guard let lack else { return decided(rows!, found) }
      let records = job.communicator.sum([rows!.accounts.values.reduce(0) { $0 + $1.counts.records }])[0]
      parts = try job.agree { try more(than: parts, lack, of: records) }
    }
  }

  /// Records that did not fit.
  private struct Lack {
    /// How many times the memory the rank that lacks most would need.
    let times: Int
    let hasSeveralStations: Bool
  }

  /// Nil where the records of all ranks fit. Collective.
  private func lack(_ keeper: RecordKeeper) -> Lack? {
    let all = job.communicator.allGather([
      keeper.isFull ? Int64((keeper.needed - 1) / memory + 1) : 0, keeper.hasSeveralStations ? 1 : 0,
    ]).filter { $0[0] > 0 }
    guard !all.isEmpty else { return nil }
    return Lack(times: Int(all.map { $0[0] }.max()!), hasSeveralStations: all.allSatisfy { $0[1] > 0 })
  }

  /// In how many parts the stations are to be dealt.
  private func more(than parts: Int, _ lack: Lack, of records: Int64) throws -> Int {
    if inputs.files.contains(where: { $0 != nil && $0?.log == nil }) { throw Failure(stream: memory) }
    guard parts < 1 << 16, lack.hasSeveralStations else {
      throw Failure(station: memory, of: records)
    }
    return parts * max(2, lack.times + 1)
  }

  /// Those of this rank's stations, from all ranks. Collective.
  private func decide(_ kept: [TimedRecords], _ keeper: RecordKeeper) throws -> (
    found: Found, keeper: RecordKeeper
  ) {
    let replaced = kept.reduce(into: Set<Int>()) { $0.formUnion($1.replaced) }
    for records in kept where records.replaced.isEmpty { records.voided = replaced }
    let communicator = job.communicator
    var (records, keeper) = (kept, keeper)
    if communicator.size > 1 {
      records = communicator.exchange(records, keeper)
      keeper = keeper.again(with: records)
    }
    let distinct = DistinctRecords(records, keeper: keeper, firstPieces: inputs.firstPieces(on: job))
    return (try distinct.sums(bins: inputs.rules.bins, threads: job.threads), keeper)
  }

  /// Rows were counted where they were read, as if none were a duplicate; closed records and duplicates are counted
  /// where they are decided: a rank's duplicates may be less than none, and the sum is right.
  private func decided(_ rows: consuming ReadRows, _ found: [Found]) -> ReadRows {
    var rows = rows
    for number in rows.accounts.keys where inputs.files[number]?.profiles == nil {
      rows.accounts[number]!.counts[.duplicate] += rows.accounts[number]!.counts.records
    }
    for (number, count) in found.flatMap(\.counts) {
      rows.accounts[number, default: InputAccount()].counts[.closed] += count.closed
      rows.accounts[number]!.counts[.duplicate] -= count.records
    }
    let total = rows.accounts.values.reduce(into: InputAccount()) { $0 += $1 }
    rows.profiles = rows.profiles.decided(found.map(\.sums)).counting(total.counts, span: total.span)
    return rows
  }
}

extension Communicator {
  /// Sends each rank the records of its stations; returns those of this rank's. Collective.
  fileprivate func exchange(_ mine: [TimedRecords], _ keeper: RecordKeeper) -> [TimedRecords] {
    var (words, counts): ([Int64], [Int]) = ([], [])
    for rank in 0..<size {
      let before = words.count
      for records in mine {
        let bytes = records.message { keeper.owner(of: $0, among: size) == rank }
        words.append(Int64(bytes.count))
        words.append(bytes: bytes)
      }
      counts.append(words.count - before)
    }
    let received = exchange(words, rowLength: 1, counts)
    var (found, position): ([TimedRecords], Int) = ([], 0)
    while position < received.count {
      let count = Int(received[position])
      found.append(
        unsafe received[(position + 1)...].withUnsafeBytes { unsafe TimedRecords(message: $0[..<count]) })
      position += 1 + (count + 7) / 8
    }
    return found
  }
}

extension [Int64] {
  /// Eight bytes a number, the last filled up with zeros.
  fileprivate mutating func append(bytes: [UInt8]) {
    let start = count
    append(contentsOf: repeatElement(0, count: (bytes.count + 7) / 8))
    unsafe withUnsafeMutableBytes { all in
      unsafe UnsafeMutableRawBufferPointer(rebasing: all[(8 * start)...]).copyBytes(from: bytes)
    }
  }
}

extension Failure {
  fileprivate init(stream limit: Int) {
    self.init(
      .badData, "the different records of a stream need more than \(Figures.size(limit))",
      advice: "allow more with --memory, or name a file that is not packed: it can be read several times")
  }

  /// The records of a station are never parted.
  fileprivate init(station limit: Int, of records: Int64) {
    let needed = Int(records) * RecordKeeper.mostBytesOfRecord
    self.init(
      .badData, "the different records of one station need more than \(Figures.size(limit))",
      advice: "--memory \(needed >> 20 + 1)M is enough for all \(Figures.grouped(records)) records")
  }
}
