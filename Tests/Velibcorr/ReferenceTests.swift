import Foundation
import TestSupport
import Testing

/// The numbers are right.
@Suite struct ReferenceTests {
  /// 24 products of numbers below 1, divided by a norm: errors of both sides stay near 1e-14 where the
  /// profile varies by more than 1e-2, as all but the constant ones of this network do.
  static let tolerance = 1e-12

  @Test("Every r of a generated log is that of a plain computation", arguments: [3, 20, 24])
  func plain(_ minimumHours: Int) throws {
    let log = try GeneratedLog.shared
    let reference = PlainReference(log: log.bytes)
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", log.bytes)
    let outcome = try velibcorr.run("log.txt", "-o", "r.csv", "--min-hours", "\(minimumHours)")
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    let matrix = try MatrixFile(velibcorr.bytes("r.csv"))
    try #require(matrix.stations == reference.stations)
    var (defined, undefined) = (0, 0)
    for (i, a) in matrix.stations.enumerated() {
      for (j, b) in matrix.stations.enumerated().dropFirst(i) {
        let found = matrix.values[i][j]
        let mirrored = matrix.values[j][i]
        if let expected = reference.r(a, b, minimumHours: minimumHours) {
          defined += 1
          if !(abs(found - expected) <= Self.tolerance) || found != mirrored || (i == j && found != 1) {
            Issue.record("r(\(a), \(b)) is \(found) and \(mirrored), expected \(expected)")
          }
        } else {
          undefined += 1
          if !found.isNaN || !mirrored.isNaN { Issue.record("r(\(a), \(b)) is \(found), expected none") }
        }
      }
    }
    // The log has what the test is about: pairs of both kinds.
    #expect(defined > 40_000)
    #expect(undefined >= 297)
  }

  @Test("The profiles are the means of the records' availabilities")
  func profiles() throws {
    let log = try GeneratedLog.shared
    let reference = PlainReference(log: log.bytes)
    let lines = String(decoding: log.profiles, as: UTF8.self).split(separator: "\n")
    #expect(lines[0].hasPrefix("station,bin,records,mean,"))
    var found = 0
    var records = 0
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      // All of its records are closed.
      if fields[2] == "0" { continue }
      let hour = try #require(Int(fields[1]))
      let mean = try #require(reference.profiles[fields[0]]?[hour])
      let isClose = abs(try #require(Double(fields[3])) - mean) < 1e-14
      if !isClose { Issue.record("\(line), expected \(mean)") }
      records += try #require(Int(fields[2]))
      found += 1
    }
    #expect(found == reference.profiles.values.joined().count { $0 != nil })
    let used = log.rows.count { !String(decoding: $0, as: UTF8.self).contains("\t0\t0\t") }
    #expect(records == used)
  }

  @Test("r is 1 and -1 of profiles that are the same and opposite, never beyond, and empty of constant ones")
  func extremes() throws {
    let velibcorr = try Velibcorr()
    var log = "number,available_bike_stands,available_bikes,heure\n"
    for hour in 0..<7 {
      log += "1,\(hour),\(10 - hour),\(hour)\n2,\(10 - hour),\(hour),\(hour)\n"
      log += "3,\(2 * hour),\(20 - 2 * hour),\(hour)\n"
      // 1/3 in each hour, but of different counts.
      log += "4,\(hour + 1),\(2 * hour + 2),\(hour)\n"
    }
    try velibcorr.write("log.csv", log)
    let outcome = try velibcorr.run("log.csv", "-o", "-")
    let matrix = try MatrixFile(outcome.output)
    for (a, b, expected) in [("1", "2", -1.0), ("1", "3", 1), ("2", "3", -1)] {
      let r = try #require(matrix[a, b])
      #expect(abs(r - expected) < 1e-15 && abs(r) <= 1)
    }
    for station in ["1", "2", "3"] { #expect(matrix[station, station] == 1) }
    #expect(matrix.values[3].allSatisfy { $0.isNaN })
    #expect(outcome.text.hasSuffix("\n4,,,,\n"))
    #expect(outcome.errors.contains("1 with a constant profile, every correlation undefined: 4"))
    #expect(outcome.errors.contains("pairs      6, undefined: 3 by a constant profile"))
  }

  @Test("Fewer common hours than --min-hours leave r empty, whatever the profiles")
  func fewHours() throws {
    let velibcorr = try Velibcorr()
    // Station, hour, free docks of 10.
    let rows = [
      (1, 0, 2), (1, 1, 3), (1, 2, 7), (1, 3, 1), (2, 1, 5), (2, 2, 6), (2, 3, 9), (2, 4, 2), (3, 3, 1),
      (3, 4, 2),
    ]
    let log = rows.map { "\($0.0),\($0.2),\(10 - $0.2),\($0.1)\n" }.joined()
    try velibcorr.write("log.csv", "number,available_bike_stands,available_bikes,heure\n" + log)
    let three = try velibcorr.run("log.csv", "-o", "-", "--digits", "4")
    #expect(three.text == "station,1,2,3\n1,1.0000,-0.5766,\n2,-0.5766,1.0000,\n3,,,\n")
    let four = try velibcorr.run("log.csv", "-o", "-", "--digits", "4", "--min-hours", "4")
    #expect(four.text == "station,1,2,3\n1,1.0000,,\n2,,1.0000,\n3,,,\n")
    let two = try velibcorr.run("log.csv", "-o", "-", "--digits", "4", "--min-hours", "2")
    #expect(two.text == "station,1,2,3\n1,1.0000,-0.5766,\n2,-0.5766,1.0000,-1.0000\n3,,-1.0000,1.0000\n")
  }
}
