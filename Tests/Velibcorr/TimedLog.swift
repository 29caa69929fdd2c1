import Foundation
import Glibc
import TestSupport
import Testing

/// Records of a few stations at random times, and what is to be computed from them.
struct TimedLog {
  struct Record {
    let station: Int
    /// Seconds since 1970.
    var time: Int
    let free: Int
    let bikes: Int
  }

  static let columns = "number,available_bike_stands,available_bikes,last_update"
  let records: [Record]

  init(_ records: [Record]) { self.records = records }

  init(seed: UInt64, count: Int, times: Range<Int>, stations: Int = 6) {
    var random = SeededGenerator(seed: seed)
    records = (0..<count).map { _ in
      Record(
        station: Int.random(in: 1...stations, using: &random), time: Int.random(in: times, using: &random),
        free: Int.random(in: 0...20, using: &random), bikes: Int.random(in: 0...20, using: &random))
    }
  }

  /// `2024-03-31 01:30:00` of seconds that are the wall clock's.
  static func wall(_ seconds: Int) -> String {
    var (seconds, parts) = (time_t(seconds), tm())
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }

  func csv(_ time: (Int) -> String = Self.wall) -> String {
    "\(Self.columns)\n"
      + records.map { "\($0.station),\($0.free),\($0.bikes),\(time($0.time))\n" }.joined()
  }

  /// Profiles over so many bins, of which `bin` names that of a record's time.
  func reference(bins: Int, bin: (Int) -> Int) -> PlainReference {
    var sums: [String: [(sum: Double, count: Double)]] = [:]
    for record in records where record.free + record.bikes > 0 {
      let bin = bin(record.time)
      sums["\(record.station)", default: Array(repeating: (0, 0), count: bins)][bin].sum +=
        Double(record.free) / Double(record.free + record.bikes)
      sums["\(record.station)"]![bin].count += 1
    }
    return PlainReference(profiles: sums.mapValues { $0.map { $0.count > 0 ? $0.sum / $0.count : nil } })
  }
}

extension PlainReference {
  init(profiles: [String: [Double?]]) { self.profiles = profiles }

  /// The matrix holds every r, to the rounding of both sides.
  func expect(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let matrix = try MatrixFile(bytes, sourceLocation: sourceLocation)
    try #require(matrix.stations == stations, sourceLocation: sourceLocation)
    for (i, a) in stations.enumerated() {
      for (j, b) in stations.enumerated() {
        let found = matrix.values[i][j]
        let isRight = r(a, b).map { abs($0 - found) < ReferenceTests.tolerance } ?? found.isNaN
        #expect(isRight, "r(\(a), \(b)) is \(found)", sourceLocation: sourceLocation)
      }
    }
  }

  /// The profile file holds these means, by the bins' names, and no others.
  func expect(
    profiles text: String, label: (Int) -> String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var found: [String: Double] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      // All of its records are closed.
      if fields[2] == "0" { continue }
      found["\(fields[0]) \(fields[1])"] = Double(fields[3])
    }
    var expected: [String: Double] = [:]
    for (station, means) in profiles {
      for (bin, mean) in means.enumerated() { expected["\(station) \(label(bin))"] = mean }
    }
    #expect(Set(found.keys) == Set(expected.keys), sourceLocation: sourceLocation)
    for (name, mean) in expected {
      let isRight = abs((found[name] ?? .nan) - mean) < 1e-13
      #expect(isRight, "\(name) is \(found[name] ?? .nan), not \(mean)", sourceLocation: sourceLocation)
    }
  }
}
