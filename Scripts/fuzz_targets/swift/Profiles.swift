import Availability
import Glibc
import Ingestion

/// Profile files, of which the first byte says how they are read. As they come, or, as bytes hardly ever pass a checksum
/// by chance, rows and sources to which the right one is put: read the fast way and, all fields in quotes, by libcsv, they
/// give the same, and what plain arithmetic gives.
func fuzzProfiles(_ data: UnsafeBufferPointer<UInt8>) -> CInt {
  guard data.count > 1 else { return 0 }
  var rules = RowRules(bins: BinKind.allCases[Int(data[0]) % 3])
  if data[0] & 8 != 0 { rules.since = LocalTime(ordinal: 1_400_000_400_000_000) }
  let text = Array(data[1...])
  guard data[0] & 4 != 0 else {
    _ = outcome(of: text, rules)
    return 0
  }
  let file = SealedProfiles(text)
  let found = outcome(of: file.text(isQuoted: false), rules)
  precondition(found == outcome(of: file.text(isQuoted: true), rules), "not the same in quotes")
  if let found, let expected = file.sums(rules) {
    precondition(found == expected, "\(found), not \(expected)")
  }
  return 0
}

/// A station's bin.
private struct Place: Hashable {
  let station: [UInt8]
  let key, hour: Int
}

/// What is in a bin.
private struct Content: Equatable {
  var count: UInt64 = 0
  var sum: UInt128 = 0
  var closed: Int64 = 0
}

private let descriptor = {
  var name = Array("/dev/shm/velibcorr-fuzz-XXXXXX\0".utf8CString)
  let descriptor = mkstemp(&name)
  precondition(descriptor >= 0)
  // It is reached by its number.
  unlink(name)
  return descriptor
}()

/// What a file holds; nil where it is refused.
private func outcome(of text: [UInt8], _ rules: RowRules) -> [Place: Content]? {
  ftruncate(descriptor, 0)
  precondition(pwrite(descriptor, text, text.count, 0) == text.count)
  guard let input = try? Input(at: InputPlace("/proc/self/fd/\(descriptor)")), input.profiles != nil,
    let sums = try? input.readStream(rules: rules)
  else { return nil }
  var found: [Place: Content] = [:]
  for (row, station) in sums.stations.enumerated() {
    for (key, page) in sums.pages {
      for hour in 0..<24 where page[row, hour].count > 0 {
        let tally = page[row, hour]
        found[Place(station: station.bytes, key: key, hour: hour)] = Content(
          count: tally.count, sum: tally.sum)
      }
    }
  }
  for (place, count) in sums.closed.counts {
    let (key, hour) = Int(place.bin).quotientAndRemainder(dividingBy: 24)
    let station = sums.stations[Int(place.row)].bytes
    found[Place(station: station, key: key, hour: hour), default: Content()].closed += count
  }
  return found
}

/// Rows of a profile file, a line each, with the header, the sources and the checksum that belong to them.
private struct SealedProfiles {
  private var rows: [[[UInt8]]] = []
  private var sources: [Source] = []
  /// Longer than what libcsv reads at the end of a text.
  private static let filler = (0..<24).map { hour in
    ["z", hour < 10 ? "0\(hour)" : "\(hour)", "1", "0.5", "4096", "0", "0", "", "", ""].map { Array($0.utf8) }
  }

  init(_ text: [UInt8]) {
    for line in text.split(separator: 10).prefix(40) {
      guard line.first != UInt8(ascii: "{") else {
        // A source: rows read, used, closed.
        let numbers = String(decoding: line, as: UTF8.self).split(separator: "{").map { Int64($0) ?? 0 }
        var source = Source(name: "\(sources.count)", bytes: 1, sha256: "", used: numbers.first ?? 0)
        source.read = numbers.count > 1 ? numbers[1] : source.used
        if numbers.count > 2 { source.leftOut = ["closed": numbers[2]] }
        sources.append(source)
        continue
      }
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).prefix(10).map {
        // No blanks at the ends, which libcsv takes off, and nothing that needs quotes.
        Array($0.map { $0 <= 0x20 || $0 == UInt8(ascii: "\"") ? UInt8(ascii: "_") : $0 })
      }
      rows.append(fields + [[UInt8]](repeating: [], count: 10 - fields.count))
    }
    let isOfDay = rows.allSatisfy { $0[1].count == 2 }
    if isOfDay { rows += Self.filler }
    if sources.isEmpty {
      sources = [Source(name: "a", bytes: 1, sha256: "", used: Int64(clamping: records))]
      sources[0].read = sources[0].used
    }
  }

  private func number(_ field: [UInt8]) -> UInt64? {
    field.count <= 18 && field.allSatisfy { (0x30...0x39).contains($0) }
      ? UInt64(String(decoding: field, as: UTF8.self)) : nil
  }

  private var records: UInt64 { rows.reduce(0) { $0 &+ (number($1[2]) ?? 0) } }

  func text(isQuoted: Bool) -> [UInt8] {
    guard !rows.isEmpty else { return [] }
    let head = Provenance.Head(velibcorr: "0", bins: .series, first: nil, last: nil, records: records)
    let provenance = Provenance(head: head, sources: sources)
    let plain = rows.map { Array($0.joined(separator: [UInt8(ascii: ",")])) }
    let checksum = plain.reduce(provenance.check) { $0 &+ ProfileTable.check($1) }
    let cells = ProvenanceCell.cells(provenance, rows: rows.count)
    var text = Array(ProfileTable.columns.joined(separator: ",").utf8) + [10]
    for (number, row) in rows.enumerated() {
      let isLast = number == rows.count - 1
      let cell =
        isLast
        ? ProvenanceCell.last(provenance, rows: rows.count, checksum: checksum)
        : number < cells.count ? cells[number] : []
      for field in row {
        text += isQuoted ? [UInt8(ascii: "\"")] + field + [UInt8(ascii: "\"")] : field
        text.append(UInt8(ascii: ","))
      }
      let json = String(decoding: cell, as: UTF8.self)
      if !json.isEmpty { text += Array(("\"" + json.replacingQuotes + "\"").utf8) }
      text.append(10)
    }
    return text
  }

  /// What the rows hold; nil where plain arithmetic has nothing to say.
  func sums(_ rules: RowRules) -> [Place: Content]? {
    guard rules.since == nil else { return nil }
    var sums: [Place: Content] = [:]
    for row in rows {
      let label = String(decoding: row[1], as: UTF8.self)
      guard let count = number(row[2]), let high = number(row[4]), let low = number(row[5]),
        let closed = number(row[6]), let (key, hour) = bin(label, rules.bins)
      else { return nil }
      let place = Place(station: row[0], key: key, hour: hour)
      sums[place, default: Content()].count += count
      sums[place, default: Content()].sum += UInt128(high) << ProfileTable.lowBits | UInt128(low)
      sums[place, default: Content()].closed += Int64(closed)
    }
    return sums.values.allSatisfy { $0.count < 1 << 34 } ? sums : nil
  }

  private func bin(_ label: String, _ wanted: BinKind) -> (key: Int, hour: Int)? {
    if let bin = HourBins.bin(of: label, kind: wanted) { return (bin / 24, bin % 24) }
    guard let bin = HourBins.bin(of: label, kind: .series), bin >= 0 else { return nil }
    return (wanted == .hourOfDay ? 0 : CivilDate(day: bin / 24).weekday, bin % 24)
  }
}

extension String {
  fileprivate var replacingQuotes: String {
    split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
  }
}
