import Availability
import Distribution
import Ingestion
import SystemPackage
import Text

/// What `--resume` has saved and saves: each rank reads what no part covers, and saves parts of what it reads.
///
/// A part is named by its place in the inputs, so that it serves any number of ranks and threads. What one covers
/// belongs to one rank, as it is taken back from the sums that it went into, if it was read on a wrong supposition.
final class SavedParts {
  let folder: ResumeFolder
  private let key: String
  private let rules: RowRules
  private let blockSize = LogFile.defaultBlockSize
  /// By number of the input.
  private let files: [InputFile?]
  /// What is covered of each input.
  private var covers: [Int: [Covered]] = [:]
  /// Why nothing is saved any more.
  private var failure: Errno?

  /// Finds what was saved before, or makes the folder.
  init(in folder: ResumeFolder, for settings: InputSettings, _ inputs: Inputs, on job: Job) throws {
    self.folder = folder
    rules = inputs.rules
    files = inputs.files.map { $0?.file }
    let communicator = job.communicator
    let mine = try job.agree { communicator.isRoot ? try Self.open(folder, settings, inputs) : nil }
    // Rank 0 speaks for all: what is in a folder need not look alike from everywhere.
    let words = communicator.allGather(
      Array(([mine?.key ?? ""] + (mine?.names ?? [])).joined(separator: "/").utf8))[0]
    let names = String(decoding: words, as: UTF8.self).split(separator: "/", omittingEmptySubsequences: false)
    key = String(names[0])
    for (name, covers) in usable(names.dropFirst().map(String.init), inputs, on: job) {
      for (i, cover) in covers.enumerated() {
        self.covers[cover.input, default: []].append(Covered(extent: cover.extent, part: i == 0 ? name : nil))
      }
    }
  }

  /// Rank 0 compares what the folder is of with this run, and lists what is in it.
  private static func open(
    _ folder: ResumeFolder, _ settings: InputSettings, _ inputs: Inputs
  ) throws -> (key: String, names: [String]) {
    let key = try ResumeKey(settings, inputs)
    do {
      if let bytes = try folder.readRun() {
        guard let saved = ResumeKey(bytes) else {
          throw Failure(
            .usage, "\(folder.path) is not of this version of velibcorr",
            advice: "to read everything anew, remove the folder first: rm -r \(folder.path.shellQuoted)")
        }
        if let refusal = key.refusal(of: saved, in: folder) { throw refusal }
      } else {
        try folder.create()
        try folder.write(run: key.bytes)
      }
    } catch let error as Errno {
      throw Failure(
        .cannotCreate, "cannot use \(folder.path): \(error.words)",
        advice: "--resume saves beside the first output: choose another place for that, or leave --resume out"
      )
    }
    return (key.digest, folder.partNames())
  }

  /// The ranks share the work of reading and checking the parts. One that is damaged, as a crash of the system may
  /// leave it, counts for nothing, nor one of which another covers something.
  private func usable(
    _ names: [String], _ inputs: Inputs, on job: Job
  ) -> [(name: String, covers: [SavedPart.Cover])] {
    let communicator = job.communicator
    var sound = [Int64](repeating: 0, count: names.count)
    for i in stride(from: communicator.rank, to: names.count, by: communicator.size) {
      sound[i] = (try? load(names[i])) == nil ? 0 : 1
    }
    sound = communicator.sum(sound)
    var found: [(name: String, covers: [SavedPart.Cover])] = []
    var covered = Coverage(inputs)
    for (name, isSound) in zip(names, sound) where isSound == 1 {
      guard let covers = try? SavedPart.covers(key: key, blockSize: blockSize, reading(name)) else {
        continue
      }
      if covered.add(covers) { found.append((name, covers)) }
    }
    return found
  }

  private func reading(_ name: String) -> (Int, Int) throws -> [UInt8] {
    { [folder] in try folder.read(name, at: $0, count: $1) }
  }

  private func load(_ name: String) throws -> SavedPart {
    try SavedPart(key: key, bins: rules.bins, blockSize: blockSize, reading(name))
  }

  // MARK: - What was saved

  /// What a part covers of an input.
  struct Covered {
    let extent: SavedPart.Extent
    /// The part's name, with the first of what it covers: its sums go with that.
    let part: String?
  }

  /// Of a stream; nil when it is to be read.
  func stream(_ input: Int) -> (findings: StreamFindings, part: String?)? {
    guard let covered = covers[input]?.first, case .stream(let findings) = covered.extent else { return nil }
    return (findings, covered.part)
  }

  /// Of a file that is read by blocks, in their order.
  func segments(of input: Int) -> [(segment: Segment, part: String?)] {
    (covers[input] ?? []).compactMap { covered in
      guard case .blocks(let segment) = covered.extent else { return nil }
      return (segment, covered.part)
    }.sorted { $0.segment.blocks.lowerBound < $1.segment.blocks.lowerBound }
  }

  /// Bytes that need not be read again, and what is to be told of it.
  func note(_ inputs: Inputs) -> [String] {
    let bytes = covers.reduce(0) { sum, entry in
      sum
        + entry.value.reduce(0) { sum, covered in
          guard case .blocks(let segment) = covered.extent else {
            return sum + (inputs.files[entry.key]?.byteCount ?? 0)
          }
          return sum + segment.blocks.count * blockSize
        }
    }
    guard bytes > 0 else { return [] }
    return ["\(Figures.size(bytes)) of the inputs were read before: resuming from \(folder.path)"]
  }

  /// A part that was found sound before.
  func part(_ name: String, on job: Job) throws -> SavedPart {
    try job.orEnd {
      do {
        return try load(name)
      } catch {
        throw Failure(
          .inputOutput, "\(folder.path)/\(name) cannot be read any more", advice: "run the same command again"
        )
      }
    }
  }

  /// The outputs are complete. Where a parent has started the ranks, they are so when it says so.
  func remove(on job: Job) {
    if job.communicator.isRoot && !job.hasParent { folder.remove() }
  }

  // MARK: - Saving

  /// Saves a part, unless an input has changed meanwhile: once it has its old bytes and time again, the part would be
  /// taken for one of them. A run goes on where saving is impossible: it has all it needs.
  func save(_ part: SavedPart) {
    guard failure == nil, part.covers.allSatisfy({ files[$0.input]?.change == nil }) else { return }
    do {
      try folder.write(part.encoded(key: key), as: part.name(blockSize))
    } catch {
      failure = error
      let share = error == .noSpace ? folder.share.map { "; \($0)" } : nil
      Messages.tell([
        "cannot save in \(folder.path): \(error.words); going on without --resume" + (share ?? "")
      ])
    }
  }
}

extension SavedPart {
  /// By the place of its first byte, and how much it covers: `3-0-268435456.part`, `4-whole.part`, `7-0-more12.part`.
  fileprivate func name(_ blockSize: Int) -> String {
    let place =
      switch covers[0].extent {
      case .blocks(let segment):
        "\(segment.blocks.lowerBound * blockSize)-\(segment.blocks.upperBound * blockSize)"
      case .stream: "whole"
      }
    let more = covers.count > 1 ? "-more\(covers.count - 1)" : ""
    return "\(covers[0].input)-\(place)\(more)\(ResumeFolder.partSuffix)"
  }
}

/// What of the inputs is covered so far.
private struct Coverage {
  /// By input: the number of its blocks; nil for a stream.
  private let blockCounts: [Int?]
  private var blocks: [Int: [Range<Int>]] = [:]
  private var streams: Set<Int> = []

  init(_ inputs: Inputs) {
    blockCounts = inputs.files.map { $0?.log?.blockCount }
  }

  /// False, and nothing is added, when something is covered already or is not there.
  mutating func add(_ covers: [SavedPart.Cover]) -> Bool {
    guard !covers.isEmpty, covers.allSatisfy(isNew) else { return false }
    for cover in covers {
      switch cover.extent {
      case .blocks(let segment): blocks[cover.input, default: []].append(segment.blocks)
      case .stream: streams.insert(cover.input)
      }
    }
    return true
  }

  private func isNew(_ cover: SavedPart.Cover) -> Bool {
    guard blockCounts.indices.contains(cover.input) else { return false }
    switch cover.extent {
    case .blocks(let segment):
      guard let count = blockCounts[cover.input], segment.blocks.upperBound <= count else { return false }
      return !(blocks[cover.input] ?? []).contains { $0.overlaps(segment.blocks) }
    case .stream: return blockCounts[cover.input] == nil && !streams.contains(cover.input)
    }
  }
}
