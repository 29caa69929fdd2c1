/// The account of a rank to the others at the end of a run: which tasks it ran, and which of them failed.
struct RankAccount: Equatable {
  let tasks: [Range<Int>]
  let failures: [TaskFailure]

  init(tasks: [Range<Int>], failures: [TaskFailure]) {
    self.tasks = tasks
    self.failures = failures
  }

  /// Reads `bytes`.
  init(_ bytes: [UInt8]) {
    var reader = Reader(rest: bytes[...])
    tasks = (0..<reader.number()).map { _ in
      let first = reader.number()
      return first..<reader.number()
    }
    failures = (0..<reader.number()).map { _ in
      let task = reader.number()
      return TaskFailure(task: task < 0 ? nil : task, rank: reader.number(), cause: reader.text())
    }
  }

  /// Numbers of eight bytes; a text has its length before it.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func put(_ number: Int) {
      for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
    put(tasks.count)
    for range in tasks {
      put(range.lowerBound)
      put(range.upperBound)
    }
    put(failures.count)
    for failure in failures {
      put(failure.task ?? -1)
      put(failure.rank)
      put(failure.cause.utf8.count)
      bytes += failure.cause.utf8
    }
    return bytes
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func number() -> Int {
      defer { rest = rest.dropFirst(8) }
      return Int(truncatingIfNeeded: rest.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }

    mutating func text() -> String {
      let count = number()
      defer { rest = rest.dropFirst(count) }
      return String(decoding: rest.prefix(count), as: UTF8.self)
    }
  }
}
