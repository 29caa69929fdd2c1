/// What is alike and what differs in two logs, or in two families of logs.
struct ConflictEvidence {
  private(set) var (alike, differing, sameDocks) = (0, 0, 0)
  /// When something differs, in microseconds since 1970; empty where time does not matter.
  private(set) var times: Set<Int> = []
  /// The first two that differ, and in what.
  private(set) var logs: (ExaminedLog, ExaminedLog)
  private(set) var example = ""

  var shared: Int { alike + differing }

  init(_ one: ExaminedLog, _ other: ExaminedLog) { logs = (one, other) }

  mutating func addAlike() { alike += 1 }

  mutating func addDiffering(
    _ one: ExaminedLog, _ other: ExaminedLog, time: Int? = nil, sameDocks isSame: Bool = false,
    example words: @autoclosure () -> String
  ) {
    if differing == 0 { (logs, example) = ((one, other), words()) }
    differing += 1
    if isSame { sameDocks += 1 }
    // More than a few need not be told apart.
    if let time, times.count < 8 { times.insert(time) }
  }
}

/// Evidence by pair: files of two families as a whole, those of one family each by itself.
struct ConflictPairs {
  private struct Pair: Hashable { let one, other: String }

  private var numbers: [Pair: Int] = [:]
  private(set) var all: [ConflictEvidence] = []

  mutating func update(_ one: ExaminedLog, _ other: ExaminedLog, _ body: (inout ConflictEvidence) -> Void) {
    let pair =
      one.family == other.family
      ? Pair(one: "\(one.number)", other: "\(other.number)") : Pair(one: one.family, other: other.family)
    let number = numbers[pair] ?? all.count
    if number == all.count {
      numbers[pair] = number
      all.append(ConflictEvidence(one, other))
    }
    body(&all[number])
  }
}
