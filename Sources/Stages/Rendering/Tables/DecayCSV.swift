import Availability

/// How r falls with distance as CSV: `from,to,pairs,mean_r,sd_r,share_negative`, a row a class of distances in metres.
package enum DecayCSV {
  /// Pairs of stations of one class of distances.
  package struct Row: Equatable, Sendable {
    /// Metres, the first included, the last not.
    package let from, to: Int
    /// Pairs with an r, and those of them whose r is below 0.
    package let pairs, negative: Int
    /// Of r; nil of no pair, the deviation of fewer than two.
    package let mean, deviation: Double?

    /// A class from `from` to less than `to` metres.
    package init(from: Int, to: Int, pairs: Int, negative: Int, mean: Double?, deviation: Double?) {
      (self.from, self.to, self.pairs, self.negative) = (from, to, pairs, negative)
      (self.mean, self.deviation) = (mean, deviation)
    }
  }

  /// The lines of all classes, after the header; r and shares with six digits.
  package static func text(_ rows: [Row]) -> [UInt8] {
    let room = 3 * RowText.integerLength + 3 * NumberFormat.maximumLength + 6
    let comma = UInt8(ascii: ",")
    return Array("from,to,pairs,mean_r,sd_r,share_negative\n".utf8)
      + RowText.make(room: room * rows.count) { text in
        for row in rows {
          for whole in [row.from, row.to, row.pairs] {
            text.append(UInt64(whole))
            text.append(comma)
          }
          let share = row.pairs == 0 ? nil : Double(row.negative) / Double(row.pairs)
          for (place, number) in [row.mean, row.deviation, share].enumerated() {
            if place > 0 { text.append(comma) }
            if let number { text.append(number, .sixDigits) }
          }
          text.append(UInt8(ascii: "\n"))
        }
      }
  }
}
