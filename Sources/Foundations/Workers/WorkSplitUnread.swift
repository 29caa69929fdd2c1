extension WorkSplit {
  /// Part `index` of `0 ..< count` cut into `parts`, when the work of some stretches is done: side by side, of equal
  /// work left, no stretch cut. `done` is in order and apart. Also returns what is to be done of the part.
  package static func part(
    _ index: Int, of parts: Int, count: Int, done: [Range<Int>]
  ) -> (all: Range<Int>, left: [Range<Int>]) {
    let bounds = [0] + done.flatMap { [$0.lowerBound, $0.upperBound] } + [count]
    let left = stride(from: 0, to: bounds.count, by: 2).map { bounds[$0]..<bounds[$0 + 1] }.filter {
      !$0.isEmpty
    }
    let work = left.reduce(0) { $0 + $1.count }
    /// Where what is left begins after so much of it; the stretches done before that belong to the part before.
    func place(_ amount: Int) -> Int {
      var passed = 0
      for range in left {
        if amount < passed + range.count { return range.lowerBound + amount - passed }
        passed += range.count
      }
      return count
    }
    let own = part(index, of: parts, count: work)
    let start = index == 0 ? 0 : place(own.lowerBound)
    let end = index == parts - 1 ? count : place(own.upperBound)
    return (start..<end, left.map { $0.clamped(to: start..<end) }.filter { !$0.isEmpty })
  }
}
