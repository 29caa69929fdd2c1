import WholeNumbers

/// The autocorrelations of a station as they are: `numerators` over `denominator`, by lag from 1 on.
struct ExactLags {
  let numerators: [BigNumber]
  let denominator: BigNumber

  init(_ source: some LagSource, _ rule: LagRule, _ station: Int) {
    let (values, bins) = (source.exactDeviations(of: station), source.bins)
    let present = values.count { $0 != nil }
    let squares = BigNumber()
    for case let value? in values { squares.add(value, times: value) }
    let sums = (1...max(1, rule.lags(bins: bins))).map { lag in
      Self.sum(values, lag: lag, isCircular: rule == .circular)
    }
    // rho = (product / count) / (squares / present), of one denominator.
    let unit = BigNumber(1)
    for count in Set(sums.map(\.count)) where count > 0 { unit.takeLeastCommonMultiple(with: UInt64(count)) }
    let denominator = BigNumber()
    denominator.add(unit, times: squares)
    self.denominator = denominator
    numerators = sums.prefix(rule.lags(bins: bins)).map { sum in
      guard sum.count > 0 else { return BigNumber() }
      let factor = BigNumber()
      factor.set(to: unit)
      factor.divide(by: BigNumber(sum.count))
      factor.multiply(by: present)
      factor.multiply(by: sum.product)
      return Self.clamped(factor, to: denominator)
    }
  }

  private static func sum(
    _ values: [BigNumber?], lag: Int, isCircular: Bool
  ) -> (product: BigNumber, count: Int) {
    let (product, bins) = (BigNumber(), values.count)
    var count = 0
    for bin in 0..<(isCircular ? bins : max(0, bins - lag)) {
      guard let a = values[bin], let b = values[(bin + lag) % bins] else { continue }
      product.add(a, times: b)
      count += 1
    }
    return (product, count)
  }

  private static func clamped(_ number: BigNumber, to bound: BigNumber) -> BigNumber {
    let least = BigNumber()
    least.subtract(bound, times: BigNumber(1))
    if number.compare(to: bound) > 0 { return bound }
    return number.compare(to: least) < 0 ? least : number
  }

  /// Effective hours of two stations with `common` bins in common, of 12 significant bits, as they are.
  static func hours(_ a: ExactLags, _ b: ExactLags, _ rule: LagRule, common: Int, bins: Int) -> Double {
    let unit = BigNumber(rule.unit(bins: bins))
    unit.multiply(by: a.denominator)
    unit.multiply(by: b.denominator)
    let sum = BigNumber()
    sum.set(to: unit)
    for (place, (x, y)) in zip(a.numerators, b.numerators).enumerated() {
      let weighted = BigNumber(rule.weight(place + 1, bins: bins))
      weighted.multiply(by: x)
      sum.add(weighted, times: y)
    }
    // The sum of the rule is sum / unit.
    guard sum.sign > 0 else { return Double(common).roundedToTwelveBits }
    let (numerator, denominator) = (BigNumber(), BigNumber())
    switch rule {
    case .circular:
      denominator.add(sum, times: BigNumber(bins - 1))
      numerator.set(to: denominator)
      numerator.add(unit, times: BigNumber((common - 1) * bins))
    case .series:
      denominator.set(to: sum)
      numerator.add(unit, times: BigNumber(common))
      let least = BigNumber(3)
      least.multiply(by: denominator)
      if numerator.compare(to: least) < 0 { numerator.set(to: least) }
    }
    let most = BigNumber(common)
    most.multiply(by: denominator)
    if numerator.compare(to: most) >= 0 { return Double(common).roundedToTwelveBits }
    return roundedQuotient(numerator, denominator)
  }

  /// A quotient of at least 1, below 2^31, to 12 significant bits, the even one of two.
  private static func roundedQuotient(_ numerator: BigNumber, _ denominator: BigNumber) -> Double {
    let scaled = BigNumber()
    scaled.set(to: numerator)
    scaled.shiftLeft(11)
    let whole = BigNumber()
    whole.set(to: scaled)
    whole.divide(by: denominator)
    let dropped = whole.bitCount - 12
    let divisor = BigNumber()
    divisor.set(to: denominator)
    divisor.shiftLeft(dropped)
    whole.set(to: scaled)
    whole.divide(by: divisor)
    scaled.subtract(whole, times: divisor)
    scaled.multiply(by: 2)
    let order = scaled.compare(to: divisor)
    let kept = whole.lowWord + (order > 0 || (order == 0 && whole.lowWord & 1 == 1) ? 1 : 0)
    return Double(sign: .plus, exponent: dropped - 11, significand: Double(kept))
  }
}

extension Double {
  /// Of a number above 0, the even one of two.
  var roundedToTwelveBits: Double {
    let (bits, unit) = (bitPattern, UInt64(1) << 41)
    return Double(bitPattern: (bits + unit / 2 - 1 + (bits >> 41) & 1) & ~(unit - 1))
  }
}
