import FoundationEssentials

/// How far two matrices in CSV, of two programs, are apart.
package struct MatrixDifference {
  /// The greatest difference of two numbers; infinite where stations differ, or a number is undefined in one alone.
  package let value: Double

  static let infinite = MatrixDifference(value: .infinity)

  private init(value: Double) { self.value = value }

  /// Of two files. Throws where one cannot be read.
  init(_ first: String, _ second: String) throws {
    self = Self.between(
      Array(try Data(contentsOf: URL(fileURLWithPath: first))),
      Array(try Data(contentsOf: URL(fileURLWithPath: second))))
  }

  /// Of the bytes of two files; fields in quotes are held against each other as they are.
  package static func between(_ first: [UInt8], _ second: [UInt8]) -> MatrixDifference {
    var (a, b) = (Fields(rest: first[...]), Fields(rest: second[...]))
    var worst = 0.0
    while let (x, endOfX) = a.next() {
      guard let (y, endOfY) = b.next(), endOfX == endOfY else { return infinite }
      if x == y { continue }
      guard let p = Double(x), let q = Double(y) else { return infinite }
      worst = max(worst, (p - q).magnitude)
    }
    return b.next() == nil ? MatrixDifference(value: worst) : infinite
  }

  private struct Fields {
    var rest: ArraySlice<UInt8>

    /// A field, and what it ended with.
    mutating func next() -> (String, UInt8)? {
      guard !rest.isEmpty else { return nil }
      let end = rest.firstIndex { $0 == UInt8(ascii: ",") || $0 == 10 } ?? rest.endIndex
      let field = rest[..<end].filter { $0 != UInt8(ascii: "\"") && $0 != 13 }
      let mark = end < rest.endIndex ? rest[end] : 10
      rest = rest[min(end + 1, rest.endIndex)...]
      return (String(decoding: field, as: UTF8.self), mark)
    }
  }
}
