/// What the matrix must hold, computed as simply as possible: profiles as means of the records'
/// availabilities, r in two passes over the hours that both have.
struct PlainReference {
  /// By station, 24 hours; nil where there is no record.
  let profiles: [String: [Double?]]

  /// In the order of the matrix, for identifiers that are all integers.
  var stations: [String] { profiles.keys.sorted { Int($0)! < Int($1)! } }

  /// `log` has TABs, and the columns `number`, `available_bike_stands`, `available_bikes`, `heure`.
  init(log: [UInt8]) {
    let lines = log.split(separator: UInt8(ascii: "\n")).map {
      $0.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) }
    }
    let columns = ["number", "available_bike_stands", "available_bikes", "heure"].map {
      lines[0].firstIndex(of: $0)!
    }
    var sums: [String: [(sum: Double, count: Double)]] = [:]
    for fields in lines.dropFirst() {
      let free = Double(fields[columns[1]])!
      let bikes = Double(fields[columns[2]])!
      guard free + bikes > 0 else { continue }
      let hour = Int(fields[columns[3]])!
      sums[fields[columns[0]], default: Array(repeating: (0, 0), count: 24)][hour].sum +=
        free / (free + bikes)
      sums[fields[columns[0]]]![hour].count += 1
    }
    profiles = sums.mapValues { $0.map { $0.count > 0 ? $0.sum / $0.count : nil } }
  }

  /// Nil where r is undefined.
  func r(_ a: String, _ b: String, minimumHours: Int = 3) -> Double? {
    let pairs = zip(profiles[a]!, profiles[b]!).compactMap { x, y in
      if let x, let y { (x, y) } else { nil }
    }
    guard pairs.count >= minimumHours else { return nil }
    let count = Double(pairs.count)
    let meanA = pairs.reduce(0) { $0 + $1.0 } / count
    let meanB = pairs.reduce(0) { $0 + $1.1 } / count
    var (product, squareA, squareB) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      product += (x - meanA) * (y - meanB)
      squareA += (x - meanA) * (x - meanA)
      squareB += (y - meanB) * (y - meanB)
    }
    // Sums of doubles tell a constant profile only up to their rounding, some 1e-15 a mean.
    guard squareA > 1e-24, squareB > 1e-24 else { return nil }
    return product / (squareA * squareB).squareRoot()
  }
}
