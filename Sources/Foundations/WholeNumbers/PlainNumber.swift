/// A whole number of any size, in plain Swift: what `BigNumber` computes by where GMP is not there, and its twin in
/// tests. Right at any size, and quick enough for the few hundred digits of a correlation.
package struct PlainNumber: Equatable, Sendable {
  /// The magnitude in digits of 64 bits, the least first; the last one is not 0.
  package let words: [UInt64]
  private let isNegative: Bool

  /// `magnitude` or, if it is to be negative, less than 0 by it; zeros at its end are dropped.
  private init(_ magnitude: [UInt64], isNegative: Bool) {
    words =
      magnitude.last == 0 ? Array(magnitude.prefix((magnitude.lastIndex { $0 != 0 } ?? -1) + 1)) : magnitude
    self.isNegative = isNegative && !words.isEmpty
  }

  /// A whole number of 64 bits.
  package init(_ value: Int) { self.init([UInt64(value.magnitude)], isNegative: value < 0) }

  /// A whole number of 128 bits, not below 0.
  package init(_ value: UInt128) {
    self.init(
      [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64)], isNegative: false)
  }

  /// base^exponent; `exponent` is not below 0.
  package init(_ base: UInt, toThe exponent: Int) {
    self = (0..<exponent).reduce(PlainNumber(1)) { power, _ in power * PlainNumber(UInt128(base)) }
  }

  /// -1, 0 or 1.
  package var sign: Int { words.isEmpty ? 0 : isNegative ? -1 : 1 }

  /// Binary digits of its magnitude; 1 of 0.
  package var bitCount: Int {
    words.last.map { 64 * words.count - $0.leadingZeroBitCount } ?? 1
  }

  /// Its magnitude, of which more than 64 bits are cut off.
  package var lowWord: UInt64 { words.first ?? 0 }

  /// Below 0, 0, or above 0, as this is less than, equal to, or greater than another number.
  package func compare(to other: PlainNumber) -> Int {
    guard sign == other.sign else { return sign - other.sign }
    let order = Self.order(words, other.words)
    return isNegative ? -order : order
  }
}

// MARK: - Sums and products

extension PlainNumber {
  /// Less than 0 by as much as it is above, or the other way.
  package static prefix func - (number: PlainNumber) -> PlainNumber {
    PlainNumber(number.words, isNegative: !number.isNegative)
  }

  /// The sum.
  package static func + (a: PlainNumber, b: PlainNumber) -> PlainNumber {
    if a.isNegative == b.isNegative { return PlainNumber(sum(a.words, b.words), isNegative: a.isNegative) }
    return order(a.words, b.words) < 0
      ? PlainNumber(difference(b.words, a.words), isNegative: b.isNegative)
      : PlainNumber(difference(a.words, b.words), isNegative: a.isNegative)
  }

  /// The difference.
  package static func - (a: PlainNumber, b: PlainNumber) -> PlainNumber { a + -b }

  /// The product.
  package static func * (a: PlainNumber, b: PlainNumber) -> PlainNumber {
    var product = [UInt64](repeating: 0, count: a.words.count + b.words.count)
    for (i, x) in a.words.enumerated() {
      var carry: UInt64 = 0
      for (j, y) in b.words.enumerated() {
        // At most (2^64 - 1)^2 + 2 (2^64 - 1) = 2^128 - 1.
        let whole = UInt128(x) * UInt128(y) + UInt128(product[i + j]) + UInt128(carry)
        product[i + j] = UInt64(truncatingIfNeeded: whole)
        carry = UInt64(whole >> 64)
      }
      product[i + b.words.count] = carry
    }
    return PlainNumber(product, isNegative: a.isNegative != b.isNegative)
  }

  /// Times 2^bits.
  package func shiftedLeft(_ bits: Int) -> PlainNumber {
    let (whole, rest) = bits.quotientAndRemainder(dividingBy: 64)
    var shifted = [UInt64](repeating: 0, count: whole)
    var carry: UInt64 = 0
    for word in words {
      shifted.append(word << UInt64(rest) | carry)
      carry = rest == 0 ? 0 : word >> UInt64(64 - rest)
    }
    return PlainNumber(shifted + [carry], isNegative: isNegative)
  }

  /// Below 0, 0 or above 0, as one magnitude is less than, equal to, or greater than another.
  private static func order(_ a: [UInt64], _ b: [UInt64]) -> Int {
    guard a.count == b.count else { return a.count < b.count ? -1 : 1 }
    for (x, y) in zip(a, b).reversed() where x != y { return x < y ? -1 : 1 }
    return 0
  }

  private static func sum(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var (sum, carry) = ([UInt64](), UInt128(0))
    for i in 0..<max(a.count, b.count) {
      carry += UInt128(i < a.count ? a[i] : 0) + UInt128(i < b.count ? b[i] : 0)
      sum.append(UInt64(truncatingIfNeeded: carry))
      carry >>= 64
    }
    return sum + [UInt64(carry)]
  }

  /// a - b, of a not less than b.
  private static func difference(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var (difference, borrow) = (a, UInt64(0))
    for i in a.indices {
      let (once, isBelow) = a[i].subtractingReportingOverflow(i < b.count ? b[i] : 0)
      let (twice, isFurther) = once.subtractingReportingOverflow(borrow)
      difference[i] = twice
      borrow = isBelow || isFurther ? 1 : 0
    }
    return difference
  }
}

// MARK: - Quotients and roots

extension PlainNumber {
  /// Divided, and rounded down. `divisor` is above 0.
  package func divided(by divisor: PlainNumber) -> PlainNumber {
    let (quotient, rest) = Self.divide(words, by: divisor.words)
    let magnitude = PlainNumber(quotient, isNegative: false)
    guard isNegative else { return magnitude }
    return -(rest.contains { $0 != 0 } ? magnitude + PlainNumber(1) : magnitude)
  }

  /// Its square root, rounded down. It is not below 0.
  package var root: PlainNumber {
    guard sign > 0 else { return self }
    // Newton's steps from above: each is nearer, until none is below the one before.
    var root = PlainNumber(1).shiftedLeft((bitCount + 1) / 2)
    while true {
      let next = (root + divided(by: root)).divided(by: PlainNumber(2))
      guard next.compare(to: root) < 0 else { return root }
      root = next
    }
  }

  /// The least common multiple of this and another number, both above 0.
  package func leastCommonMultiple(with other: UInt64) -> PlainNumber {
    let other = PlainNumber(UInt128(other))
    var (a, b) = (self, other)
    while b.sign > 0 { (a, b) = (b, a - a.divided(by: b) * b) }
    return self * other.divided(by: a)
  }

  /// The quotient of two magnitudes, and what is left. By the digits of school: of 64 bits where the divisor has one,
  /// else of one bit.
  private static func divide(_ a: [UInt64], by b: [UInt64]) -> (quotient: [UInt64], rest: [UInt64]) {
    var quotient = [UInt64](repeating: 0, count: a.count)
    if b.count == 1 {
      var rest: UInt64 = 0
      for i in a.indices.reversed() { (quotient[i], rest) = b[0].dividingFullWidth((rest, a[i])) }
      return (quotient, [rest])
    }
    let divisor = PlainNumber(b, isNegative: false)
    var rest = PlainNumber(0)
    for bit in (0..<64 * a.count).reversed() {
      rest = rest.shiftedLeft(1)
      if a[bit / 64] >> UInt64(bit % 64) & 1 == 1 { rest = rest + PlainNumber(1) }
      guard order(rest.words, divisor.words) >= 0 else { continue }
      rest = rest - divisor
      quotient[bit / 64] |= 1 << UInt64(bit % 64)
    }
    return (quotient, rest.words)
  }
}
