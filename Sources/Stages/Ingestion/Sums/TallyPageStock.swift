/// Makes empty pages of one capacity, many of them from one piece of memory: a year has hundreds, and in huge pages a
/// record's place is found sooner.
struct TallyPageStock {
  let capacity: Int
  private let isNarrow: Bool
  private var ready: [TallyPage] = []
  private var made = 0
  private var groupBytes = leastGroup

  /// The first few are made one by one, as most logs have no more.
  private static let singles = 4
  private static let leastGroup = 4 << 20
  private static let greatestGroup = 32 << 20

  init(capacity: Int, isNarrow: Bool) {
    self.capacity = capacity
    self.isNarrow = isNarrow
  }

  mutating func next() -> TallyPage {
    made += 1
    if made <= Self.singles { return TallyPage(capacity: capacity, isNarrow: isNarrow) }
    if ready.isEmpty {
      ready = TallyPage.group(capacity: capacity, isNarrow: isNarrow, bytes: groupBytes)
      groupBytes = min(2 * groupBytes, Self.greatestGroup)
    }
    return ready.removeLast()
  }
}

extension [Int: TallyPage] {
  /// Makes room for more stations where there is too little; `count` are on the pages. One after the other, as the
  /// whole is too much to have twice.
  mutating func grow(to stock: inout TallyPageStock, count: Int) {
    for key in keys.sorted() where self[key]!.capacity < stock.capacity {
      self[key] = self[key]!.grown(stock.next(), count: count)
    }
  }
}
