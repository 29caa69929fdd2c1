import Availability
import Ingestion

/// The sums of one rank as they grow. With `--resume` they are saved whenever enough has been read.
struct RankSums {
  let bins: BinKind
  let saved: SavedParts?
  let interval: SavingInterval
  /// Added up when they are many or much.
  private var parts: [ProfileSums] = []
  private var partBytes = 0
  /// By number of the input: the faulty rows of streams that were read before.
  private(set) var savedRejects: [Int: [UInt8]] = [:]

  // Of what is not saved yet.
  private var unsaved: ProfileSums
  private var covers: [SavedPart.Cover] = []
  private var rejects: [Int: [UInt8]] = [:]
  private var unsavedBytes = 0

  init(bins: BinKind, saved: SavedParts?, interval: SavingInterval) {
    self.bins = bins
    self.saved = saved
    self.interval = interval
    unsaved = ProfileSums(bins: bins)
  }

  /// Adds a part that an earlier run has saved.
  mutating func addPart(_ part: SavedPart) {
    add(part.profiles)
    savedRejects.merge(part.rejects) { first, _ in first }
  }

  /// Adds what is saved, or will never be.
  mutating func add(_ profiles: ProfileSums) {
    guard !profiles.isEmpty else { return }
    parts.append(profiles)
    partBytes += profiles.byteCount
    guard parts.count > 64 || partBytes > Self.mostPartBytes else { return }
    parts = [ProfileSums(bins: bins, adding: parts)]
    partBytes = 0
  }

  private static let mostPartBytes = 64 << 20

  /// Adds what is right for sure, of which so many bytes were read.
  mutating func add(
    _ profiles: ProfileSums, covering cover: SavedPart.Cover, bytes: Int, rejects text: [UInt8]? = nil
  ) {
    guard saved != nil else { return add(profiles) }
    unsaved = unsaved.isEmpty ? profiles : ProfileSums(bins: bins, adding: [unsaved, profiles])
    covers.append(cover)
    rejects[cover.input] = text
    unsavedBytes += bytes
    if unsavedBytes >= interval.bytes(saving: unsaved.byteCount) { saveAll() }
  }

  /// Saves what is not saved yet.
  mutating func saveAll() {
    if !covers.isEmpty { saved?.save(SavedPart(covers: covers, profiles: unsaved, rejects: rejects)) }
    add(unsaved)
    unsaved = ProfileSums(bins: bins)
    (covers, rejects, unsavedBytes) = ([], [:], 0)
  }

  /// All that was added.
  mutating func finish() -> ProfileSums {
    // The stages that follow may take longer than reading did.
    if unsavedBytes >= interval.bytes(saving: unsaved.byteCount) / 4 { saveAll() }
    add(unsaved)
    return ProfileSums(bins: bins, adding: parts)
  }
}

/// How much is read between two savings, so that saving takes some hundredths of the time of reading.
package struct SavingInterval {
  /// What the user has asked for.
  let asked: Int?
  let threads: Int

  /// `asked` is a number of bytes; nil leaves it to `bytes(saving:)`. `threads` are those of one rank.
  package init(asked: Int?, threads: Int) {
    self.asked = asked
    self.threads = threads
  }

  /// Saving takes some 2 ns a byte, reading by one thread from 0.5 ns on; what it costs to start the threads again
  /// and to add up their sums counts for more where sums are small.
  package func bytes(saving bytes: Int) -> Int { asked ?? max(threads * 512 << 20, 512 * bytes) }
}
