import CRendering
import Foundation
import Rendering
import TestSupport
import Testing

@Suite("NumberFormat: doubles as the matrix has them")
struct NumberFormatTests {
  /// The texts of values, written side by side as the numbers of a row are.
  private static func texts(_ values: [Double], _ format: NumberFormat) -> [String] {
    let size = Int(VELIBCORR_FIELD_SIZE)
    var fields = [CChar](repeating: 0, count: values.count * size)
    var lengths = [UInt8](repeating: 0, count: values.count)
    switch format {
    case .shortest: velibcorr_shortest_fields(values, values.count, &fields, &lengths)
    case .sixDigits: velibcorr_six_digit_fields(values, values.count, &fields, &lengths)
    case .decimals(let digits):
      velibcorr_fixed_fields(values, values.count, Int32(digits), &fields, &lengths)
    }
    return lengths.enumerated().map { i, length in
      let field = fields[..<((i + 1) * size)].suffix(Int(length)).map { UInt8(truncatingIfNeeded: $0) }
      precondition(field.first == UInt8(ascii: ","))
      return String(decoding: field.dropFirst(), as: UTF8.self)
    }
  }

  /// Values of all magnitudes below 1,000, and those where rounding is hardest.
  private static func random(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
    (0..<count).map { i in
      let value = Double.random(in: -1...1, using: &random)
      let power = pow(10, Double(Int.random(in: 1...17, using: &random)))
      switch i % 8 {
      case 0, 1: return value
      case 2: return value * pow(10, -Double.random(in: 0...308, using: &random))
      case 3: return value * 1_000
      // Short decimals.
      case 4: return (value * power).rounded() / power
      // Near halves of a decimal.
      case 5: return beside(((value * power).rounded() + 0.5) / power, &random)
      // Halves of many a decimal exactly: dyadic fractions.
      case 6:
        let bits = Double(sign: .plus, exponent: .random(in: 1...53, using: &random), significand: 1)
        return (value * bits).rounded() / bits
      // Near powers of two, where the distances of doubles change, 1 among them.
      default:
        let exponent = Int.random(in: -60...0, using: &random)
        return beside(
          Double(sign: value < 0 ? .minus : .plus, exponent: exponent, significand: 1), &random)
      }
    }
  }

  /// `value` or one of its neighbours.
  private static func beside(_ value: Double, _ random: inout SeededGenerator) -> Double {
    [value, value.nextUp, value.nextDown, value.nextUp.nextUp].randomElement(using: &random)!
  }

  /// The text that std::to_chars is specified to write, from Swift's own shortest digits: fixed or with an
  /// exponent, whichever is shorter, fixed if none is; and a point in whole numbers.
  private static func expectedShortest(_ value: Double) -> String {
    guard value != 0 else { return "0.0" }
    let parts = value.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    // value = 0.d1d2d3... * 10^point
    let written = mantissa.joined()
    let zeros = written.prefix { $0 == "0" }.count
    let digits = String(written.dropFirst(zeros)).trimmingSuffix("0")
    let point = mantissa[0].count - zeros + (parts.count > 1 ? Int(parts[1])! : 0)
    let fixed: String
    if point <= 0 {
      fixed = "0." + String(repeating: "0", count: -point) + digits
    } else if digits.count <= point {
      fixed = digits + String(repeating: "0", count: point - digits.count)
    } else {
      fixed = "\(digits.prefix(point)).\(digits.dropFirst(point))"
    }
    let power = abs(point - 1)
    let scientific =
      "\(digits.prefix(1))\(digits.count > 1 ? "." : "")\(digits.dropFirst())"
      + "e\(point > 0 ? "+" : "-")\(power < 10 ? "0" : "")\(power)"
    let text = fixed.count <= scientific.count ? fixed : scientific
    return (value < 0 ? "-" : "") + text + (text.contains(where: { $0 == "." || $0 == "e" }) ? "" : ".0")
  }

  @Test("whole numbers have a point, zero has no sign, what is undefined is empty")
  func special() {
    #expect(
      Self.texts([1, -1, 0, -0.0, .nan, 0.5, 100, -.nan, 1e-5, 1e20, 123_456_789], .shortest)
        == ["1.0", "-1.0", "0.0", "0.0", "", "0.5", "100.0", "", "1e-05", "1e+20", "123456789.0"])
    #expect(
      Self.texts([1, -1, 0, -0.0, .nan, 0.5, 0.0625, -0.96875, -0.0004, 999.9996], .decimals(3))
        == ["1.000", "-1.000", "0.000", "0.000", "", "0.500", "0.062", "-0.969", "0.000", "1000.000"])
  }

  @Test("where fixed notation ends: the shorter one is written, fixed if they are as long")
  func notations() {
    let values = [0.001, 0.0001, 0.00012, 0.000_123, 0.000_012, 0.001.nextDown, 0.000_999_9]
    let texts = ["0.001", "1e-04", "0.00012", "0.000123", "1.2e-05", "0.0009999999999999998", "0.0009999"]
    #expect(Self.texts(values, .shortest) == texts)
    #expect(Self.texts(values.map(-), .shortest) == texts.map { "-" + $0 })
  }

  @Test("the shortest decimal, nearest to the number, that reads back to it", arguments: 0..<4)
  func shortest(seed: Int) {
    var random = SeededGenerator(seed: UInt64(91 + seed))
    let values = Self.random(100_000, &random)
    let wrong = zip(values, Self.texts(values, .shortest)).filter { value, text in
      text != Self.expectedShortest(value) || Double(text) != value
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test("the ends of the range of doubles")
  func extremes() {
    let extremes = [
      Double.leastNonzeroMagnitude, .leastNormalMagnitude, 1.nextDown, 1.nextUp, .pi, 0.1, 0.001.nextUp,
    ]
    let all = extremes + extremes.map(-)
    #expect(Self.texts(all, .shortest).map { Double($0) } == all)
  }

  @Test("so many decimals are those of C, without a negative zero", arguments: NumberFormat.decimalsRange)
  func decimals(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    // Ties of the last digit, all of them that doubles have below 1.
    let halves = count > 10 ? [] : (0..<1 << count).map { (Double($0) + 0.5) / Double(1 << count) }
    let ends = [0.0, 1, -1, 1e-18, -1e-18, -0.049, .leastNonzeroMagnitude, 1.nextDown, 1.nextUp, -999.5]
    let values = Self.random(20_000, &random) + halves + ends
    let wrong = zip(values, Self.texts(values, .decimals(count))).filter { value, text in
      var expected = String(format: "%.\(count)f", value)
      if expected.hasPrefix("-") && expected.dropFirst().allSatisfy({ $0 == "0" || $0 == "." }) {
        expected.removeFirst()
      }
      return text != expected
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test("the longest number fits its room")
  func longest() {
    #expect(NumberFormat.maximumLength >= "-1.2345678901234567e-100".utf8.count)
    let values = [-2.2250738585072014e-308, -1.2345678901234567e-100]
    #expect(Self.texts(values, .shortest) == ["-2.2250738585072014e-308", "-1.2345678901234567e-100"])
    #expect(Self.texts([-999.5], .decimals(17)) == ["-999.50000000000000000"])
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    String(reversed().drop { $0 == character }.reversed())
  }
}

extension NumberFormatTests {
  @Test("six digits that count are those of printf's %g, with a point")
  func sixDigits() {
    var random = SeededGenerator(seed: 66)
    // Beside the middles of six-digit numbers, and on them, where binary fractions are.
    let middles = (0..<500).flatMap { _ in
      let middle =
        Double(Int.random(in: 100_000..<1_000_000, using: &random) * 10 + 5)
        * pow(10, Double(-Int.random(in: 7...20, using: &random)))
      return [middle.nextDown, middle, middle.nextUp]
    }
    let fractions = (0..<500).map { _ in
      scalbn(Double(Int.random(in: 1..<1 << 23, using: &random)), -Int.random(in: 23...60, using: &random))
    }
    let values =
      Self.random(500, &random) + middles + fractions + (1...320).map { pow(10, Double(-$0)) }
      + [
        0, 1, -0.0, 1e-300, .leastNonzeroMagnitude, 0.000123456789, 0.9999994, 0.9999996, 0.00009999996,
        123.4567891,
      ]
    for (value, text) in zip(values, Self.texts(values, .sixDigits)) {
      let due = String(format: "%g", value + 0)
      #expect(text == (due.contains { ".e".contains($0) } ? due : due + ".0"), "\(value)")
    }
    #expect(Self.texts([.nan], .sixDigits) == [""])
  }

  @Test("whole numbers of units of the last place are the decimals that they stand for")
  func wholes() {
    var random = SeededGenerator(seed: 67)
    let size = Int(VELIBCORR_FIELD_SIZE)
    for digits in 1...17 {
      let one = Int64(pow(10, Double(digits)))
      let values =
        [0, 1, -1, one, -one, one - 1, .min]
        + (0..<100).map { _ in
          Int64.random(in: -one...one, using: &random)
        }
      var fields = [CChar](repeating: 0, count: values.count * size)
      var lengths = [UInt8](repeating: 0, count: values.count)
      velibcorr_whole_fields(values, values.count, Int32(digits), &fields, &lengths)
      for (i, value) in values.enumerated() {
        let field = fields[..<((i + 1) * size)].suffix(Int(lengths[i])).map { UInt8(truncatingIfNeeded: $0) }
        let magnitude = "\(value.magnitude)"
        let padded = String(repeating: "0", count: max(0, digits + 1 - magnitude.count)) + magnitude
        let text = "," + (value < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
        #expect(String(decoding: field, as: UTF8.self) == (value == .min ? "," : text))
      }
    }
  }
}
