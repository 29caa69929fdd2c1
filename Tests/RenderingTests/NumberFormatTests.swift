import Availability
import Foundation
import LinearAlgebra
import Rendering
import TestSupport
import Testing

@Suite("NumberFormat: doubles as the matrix has them")
struct NumberFormatTests {
  /// The texts of values, written as the entries of a matrix above its diagonal.
  private static func texts(_ values: [Double], _ format: NumberFormat) throws -> [String] {
    let count = values.count + 1
    let csv = MatrixCSV(
      stations: (0..<count).map { StationID("\($0)") }, grid: TileGrid(size: count, tileSize: count),
      format: format)
    let rows = try csv.render(tileRows: 0..<1, threads: 1) { use in
      var tile = Matrix(rows: count, columns: count)
      for (i, value) in values.enumerated() { tile[0, i + 1] = value }
      use { _, _, place in place(tile) }
    }
    let text = rows.withPieces { String(decoding: $0.reduce(into: [UInt8]()) { $0 += $1 }, as: UTF8.self) }
    let first = text.prefix { $0 != "\n" }.split(separator: ",", omittingEmptySubsequences: false)
    return first.dropFirst(2).map(String.init)
  }

  private static func random(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
    (0..<count).map { i in
      let value = Double.random(in: -1...1, using: &random)
      switch i % 4 {
      case 0: return value
      case 1: return value * pow(10, -Double.random(in: 0...300, using: &random))
      case 2: return (value * 1_000).rounded() / 1_000
      // Beside 1, where clamped values lie.
      default: return Double(sign: value < 0 ? .minus : .plus, exponent: 0, significand: 1).nextDown
      }
    }
  }

  @Test("whole numbers have a point, zero has no sign, what is undefined is empty")
  func special() throws {
    #expect(
      try Self.texts([1, -1, 0, -0.0, .nan, 0.5, 100, -.nan, 1e-5], .shortest)
        == ["1.0", "-1.0", "0.0", "0.0", "", "0.5", "100.0", "", "1e-05"])
    #expect(
      try Self.texts([1, -1, 0, -0.0, .nan, 0.5, 0.0625, -0.96875], .decimals(3))
        == ["1.000", "-1.000", "0.000", "0.000", "", "0.500", "0.062", "-0.969"])
  }

  @Test("the shortest decimal reads back to the same double")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 91)
    for _ in 0..<20 {
      let values = Self.random(500, &random)
      for (value, text) in zip(values, try Self.texts(values, .shortest)) {
        #expect(Double(text) == value, "\(text)")
      }
    }
    let extremes = [Double.leastNonzeroMagnitude, .leastNormalMagnitude, 1.nextDown, 1.nextUp, .pi, 0.1]
    let all = extremes + extremes.map(-)
    #expect(try Self.texts(all, .shortest).map { Double($0) } == all)
  }

  @Test("no decimal of fewer digits does")
  func shortest() throws {
    var random = SeededGenerator(seed: 92)
    let values = Self.random(2_000, &random)
    for (value, text) in zip(values, try Self.texts(values, .shortest)) where value != 0 {
      let digits = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
      let significant = digits.count - digits.reversed().prefix { $0 == "0" }.count
      guard significant > 1 else { continue }
      let shorter = String(format: "%.\(significant - 2)e", value)
      #expect(Double(shorter) != value, "\(text) could be \(shorter)")
    }
  }

  @Test("so many decimals are those of C, without a negative zero", arguments: NumberFormat.decimalsRange)
  func decimals(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    // Halves of the last digit too, and what rounds to zero and to one.
    let halves = (0..<50).map { _ in Double(Int.random(in: -64...64, using: &random)) / 64 }
    let values = Self.random(300, &random) + halves + [1, -1, 1e-18, -1e-18, -0.049, 0.999_999_999_999_999_9]
    for (value, text) in zip(values, try Self.texts(values, .decimals(count))) {
      var expected = String(format: "%.\(count)f", value)
      if expected.hasPrefix("-") && expected.dropFirst().allSatisfy({ $0 == "0" || $0 == "." }) {
        expected.removeFirst()
      }
      #expect(text == expected)
    }
  }

  @Test("the longest number fits its room")
  func longest() throws {
    #expect(NumberFormat.maximumLength >= "-1.2345678901234567e-100".utf8.count)
    let values = [-2.2250738585072014e-308, -1.2345678901234567e-100]
    #expect(try Self.texts(values, .shortest) == ["-2.2250738585072014e-308", "-1.2345678901234567e-100"])
    #expect(try Self.texts([-999.5], .decimals(17)) == ["-999.50000000000000000"])
  }
}
