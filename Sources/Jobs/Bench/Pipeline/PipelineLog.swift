import Benchmarks
import Rendering
import SyntheticLogs
import SystemPackage

/// The log that `bench correlate` reads: the user's, or a synthetic one; and parts of it, for the cost model.
package struct PipelineLog: Sendable {
  /// Where it comes from.
  package enum Source: Sendable {
    /// Files that are there.
    case files([String])
    /// Made when it is needed.
    case network(SyntheticNetwork)
  }

  let source: Source
  /// Is it read from the disk, each time?
  let isCold: Bool

  /// A log that nobody has looked at yet.
  package init(_ source: Source, isCold: Bool = false) {
    self.source = source
    self.isCold = isCold
  }

  /// Files in `folder` if it is to be made there. Throws `OutputError`.
  func files(in folder: String) throws -> [String] {
    guard case .network(let network) = source else {
      if case .files(let files) = source { return files }
      return []
    }
    let path = "\(folder)/log.txt"
    let file = try OutputFile(path: path)
    try network.forEachBlock { try file.append($0) }
    try file.commit()
    return [path]
  }

  /// Lines that are chosen together: what follows what in a log is much of its speed.
  package static let stretch = 128

  /// Writes the lines of `files` that chance chooses by stretches, one in so many, to a file for each such number, the
  /// first of each file always. False where the files are not plain text in lines. Throws `OutputError` or `Errno`.
  package static func sample(_ files: [String], into samples: [(oneIn: UInt64, path: String)]) throws -> Bool
  {
    guard files.allSatisfy(isPlainText) else { return false }
    let outputs = try samples.map { try OutputFile(path: $0.path) }
    let chance = UniformStream(seed: 1)
    var (number, texts) = (0, samples.map { _ in [UInt8]() })
    for path in files {
      let lines = number
      try forEachLine(of: path) { line in
        let bits = chance.bits(number / stretch)
        for (i, sample) in samples.enumerated() where number == lines || bits % sample.oneIn == 0 {
          texts[i] += line
          guard texts[i].count > 1 << 20 else { continue }
          try outputs[i].append(texts[i])
          texts[i].removeAll(keepingCapacity: true)
        }
        number += 1
      }
    }
    for (output, text) in zip(outputs, texts) {
      try output.append(text)
      try output.commit()
    }
    return true
  }

  /// Each line with its end, also a last one that has none: another file's may follow.
  private static func forEachLine(of path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
    try file.closeAfter {
      var (buffer, rest) = ([UInt8](repeating: 0, count: 1 << 20), [UInt8]())
      while case let count = try unsafe buffer.withUnsafeMutableBytes({ try unsafe file.read(into: $0) }),
        count > 0
      {
        var start = 0
        while let end = buffer[start..<count].firstIndex(of: 10) {
          try body(rest.isEmpty ? buffer[start...end] : (rest + buffer[start...end])[...])
          rest = []
          start = end + 1
        }
        rest += buffer[start..<count]
      }
      if !rest.isEmpty { try body(rest + [10]) }
    }
  }

  /// No archive, no JSON, no folder.
  private static func isPlainText(_ path: String) -> Bool {
    guard isRegularFile(path), let file = try? FileDescriptor.open(FilePath(path), .readOnly) else {
      return false
    }
    defer { try? file.close() }
    var start = [UInt8](repeating: 0, count: 512)
    let count = unsafe (try? start.withUnsafeMutableBytes { try unsafe file.read(into: $0) }) ?? 0
    let bytes = start.prefix(count)
    guard let first = bytes.first, ![UInt8(ascii: "{"), UInt8(ascii: "[")].contains(first) else {
      return false
    }
    return bytes.contains(10) && bytes.allSatisfy { $0 >= 32 || $0 == 9 || $0 == 10 || $0 == 13 }
  }
}
