/// Numbers of cores, told as the kernel tells them: "0-3,8".
package struct CoreSet: Equatable, Sendable, CustomStringConvertible {
  /// Each once.
  package let cores: Set<Int>

  /// Of cores by their numbers.
  package init(_ cores: Set<Int>) { self.cores = cores }

  /// The format of `Cpus_allowed_list` in proc(5) and of cpuset(7); nil for anything else.
  package init?(list: some StringProtocol) {
    var cores: Set<Int> = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1],
        first >= 0, first <= last, last < Self.limit
      else { return nil }
      cores.formUnion(first...last)
    }
    self.cores = cores
  }

  /// How many cores there are.
  package var count: Int { cores.count }

  /// Runs of two and more as "first-last", rising.
  package var description: String {
    var runs: [ClosedRange<Int>] = []
    for core in cores.sorted() {
      if let last = runs.last, last.upperBound == core - 1 {
        runs[runs.count - 1] = last.lowerBound...core
      } else {
        runs.append(core...core)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }

  /// More than any kernel numbers; a damaged list shall not fill the memory.
  private static let limit = 1 << 20
}
