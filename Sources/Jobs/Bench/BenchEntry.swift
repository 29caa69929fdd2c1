import Benchmarks

/// A workload as it is run.
package struct BenchEntry {
  let subject: any Subject
  let configurations: [Configuration]
  /// Smaller sizes of it.
  var ladder: Ladder?
}
