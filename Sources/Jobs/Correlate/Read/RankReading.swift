import Availability
import Distribution
import Ingestion
import Workers

/// What a rank reads, and what it need not read, as it was saved.
extension RankSums {
  /// Reads this rank's share of a file's blocks. Segments whose sums have been added have no profiles any more; those
  /// that have are to be added when they are joined.
  mutating func readShare(
    of file: LogFile, _ number: Int, rules: RowRules, threads: Int, progress: Progress, on job: Job
  ) throws -> [Segment] {
    let known = saved?.segments(of: number) ?? []
    let share = WorkSplit.part(
      job.communicator.rank, of: job.communicator.size, count: file.blockCount,
      done: known.map(\.segment.blocks))
    var segments: [Segment] = []
    for (segment, part) in known where share.all.contains(segment.blocks.lowerBound) {
      if let part { addPart(try saved!.part(part, on: job)) }
      segments.append(segment)
      progress.add(segment.blocks.count * file.blockSize)
    }
    for blocks in share.left {
      segments += try read(blocks, of: file, number, rules: rules, threads: threads, progress: progress)
    }
    return segments
  }

  /// What is much is saved at once, in rounds, though it may have to be taken back later.
  private mutating func read(
    _ blocks: Range<Int>, of file: LogFile, _ number: Int, rules: RowRules, threads: Int, progress: Progress
  ) throws -> [Segment] {
    guard let saved else {
      return [try file.readSegment(blocks, rules: rules, threads: threads, progress: progress)]
    }
    var segments: [Segment] = []
    var (rest, sumBytes) = (blocks, 0)
    while !rest.isEmpty && !StopRequest.isMade {
      let wanted = max(1, interval.bytes(saving: sumBytes) / file.blockSize)
      let round = rest.count < 2 * wanted ? rest : rest.prefix(wanted)
      var segment = try file.readSegment(round, rules: rules, threads: threads, progress: progress)
      sumBytes = segment.profiles.byteCount
      if round.count >= wanted && !segment.hasFault && !segment.blocks.isEmpty {
        let profiles = segment.takeProfiles()
        saved.save(SavedPart(covers: [.init(input: number, .blocks(segment))], profiles: profiles))
        add(profiles)
      }
      segments.append(segment)
      rest = rest.dropFirst(round.count)
    }
    return segments
  }

  /// Adds what `readShare` has left, when the segments are joined. `repair` is what had to be changed in them: then
  /// none of them is what it was, and none is saved.
  mutating func add(_ segments: [Segment], of number: Int, _ file: LogFile, repair: ProfileSums?) {
    for var segment in segments where !segment.profiles.isEmpty {
      let profiles = segment.takeProfiles()
      if repair == nil {
        add(
          profiles, covering: .init(input: number, .blocks(segment)),
          bytes: segment.blocks.count * file.blockSize)
      } else {
        add(profiles)
      }
    }
    if let repair { add(repair) }
  }

  /// Saves all that was read and is not saved yet, `segments` of an input among it, as the run is to stop.
  mutating func save(_ segments: [Segment], of number: Int, _ file: LogFile) {
    add(segments.filter { !$0.hasFault }, of: number, file, repair: nil)
    saveAll()
  }

  // MARK: - Streams

  /// Adds a stream that was read before; false when it is to be read.
  mutating func addSavedStream(_ number: Int, _ input: Input, on job: Job) throws -> Bool {
    guard let saved, let (findings, part) = saved.stream(number) else { return false }
    input.stream?.adopt(findings)
    if let part { addPart(try saved.part(part, on: job)) }
    return true
  }

  /// Adds a stream that was read now.
  mutating func addStream(
    _ number: Int, _ input: Input, _ profiles: ProfileSums, rejects: RejectSpool?, bytes: Int
  ) {
    // What profiles remember is not in the sums; they are quickly read again.
    if input.profiles != nil { return add(profiles) }
    // More faulty rows than rows are better read again.
    guard let text = rejects.map({ $0.text(limit: Self.mostRejects) }) ?? [] else { return add(profiles) }
    add(
      profiles, covering: .init(input: number, .stream(input.stream?.findings ?? StreamFindings())),
      bytes: bytes, rejects: text)
  }

  private static let mostRejects = 16 << 20
}
