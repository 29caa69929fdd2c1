import TestSupport

/// Text of a log with every oddity that a row may have, from a seed.
struct RandomText {
  private var random: SeededGenerator
  private let delimiter: UInt8
  private var header: [String]
  /// Lower is wilder.
  private let tameness: Int

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    delimiter = "\t,;".utf8.randomElement(using: &random)!
    tameness = [1, 2, 4, 40].randomElement(using: &random)!
    header = ["number", "available_bike_stands", "available_bikes"]
    header.append(Bool.random(using: &random) ? "heure" : "last_update")
    header += ["name", "minute", ""].prefix(Int.random(in: 0...3, using: &random))
    header.shuffle(using: &random)
    // An empty name at an end would be a line of spaces with a tab.
    if header.first == "" { header.swapAt(0, 1) }
  }

  mutating func text(rows: Int) -> [UInt8] {
    var text = headerRow(header) + lineEnd()
    for _ in 0..<rows { text += row() + lineEnd() }
    if Bool.random(using: &random) { text += row() }
    if chance(8) { text += quoted(Array("open".utf8)).dropLast() }
    return text
  }

  private mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }

  private func headerRow(_ names: [String]) -> [UInt8] {
    Array(names.map { Array($0.utf8) }.joined(separator: [delimiter]))
  }

  private mutating func lineEnd() -> [UInt8] {
    let ends = ["\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\n", "\r\r\n", "\n \t\n", "\n\r"]
    return Array(ends[chance(tameness) ? .random(in: 0..<ends.count, using: &random) : 0].utf8)
  }

  private mutating func row() -> [UInt8] {
    if chance(40 * tameness) { return headerRow(header) }
    var fields: [[UInt8]] = []
    for name in header { fields.append(field(name)) }
    if chance(10 * tameness) { fields.removeLast(.random(in: 1...fields.count, using: &random)) }
    if chance(10 * tameness) { fields.append(field("name")) }
    return Array(fields.joined(separator: [delimiter]))
  }

  private mutating func field(_ name: String) -> [UInt8] {
    if chance(8 * tameness) { return disturbed(value(name)) }
    return chance(6 * tameness) ? quoted(value(name)) : value(name)
  }

  private mutating func value(_ name: String) -> [UInt8] {
    switch name {
    case "number":
      if chance(4) { return id(Int.random(in: 1...40, using: &random)) }
      return Array("\(Int.random(in: 1...30, using: &random))".utf8)
    case "available_bike_stands", "available_bikes":
      if chance(12) { return digits(Int.random(in: 0...7, using: &random)) }
      return Array("\(chance(4) ? 0 : Int.random(in: 0...60, using: &random))".utf8)
    case "heure": return Array("\(Int.random(in: 0...(chance(10) ? 30 : 23), using: &random))".utf8)
    case "last_update": return time()
    default: return id(Int.random(in: 0...12, using: &random))
    }
  }

  private mutating func time() -> [UInt8] {
    let hour = Int.random(in: 0...23, using: &random)
    let clock = "\(hour < 10 ? "0" : "")\(hour):25"
    let forms = [
      "2013-09-10 \(clock):19", "2013-09-10 \(clock):19", "2013-09-10 \(clock):19",
      "2013-09-10T\(clock):19.5Z",
      "10/09/2013 \(clock)", "2013-02-29 \(clock):19", "13784\(10_000 + hour)", "2013-09-10",
    ]
    return Array(forms[chance(3) ? .random(in: 0..<forms.count, using: &random) : 0].utf8)
  }

  private mutating func id(_ count: Int) -> [UInt8] {
    let letters = Array("abcXYZ_-. 01234567890é".utf8)
    return (0..<count).map { _ in letters.randomElement(using: &random)! }
  }

  private mutating func digits(_ count: Int) -> [UInt8] {
    let sign = chance(5) ? "+-".utf8.randomElement(using: &random).map { [$0] }! : []
    return sign + (0..<count).map { _ in UInt8.random(in: 0x30...0x39, using: &random) }
  }

  /// In quotes, with what quotes are for in it.
  private mutating func quoted(_ value: [UInt8]) -> [UInt8] {
    var inside = value
    if chance(3) {
      // A line of another header would end the run if it were a row.
      let insertions = [
        [delimiter], Array("\"\"".utf8), Array("\n".utf8), Array("\r\n".utf8), Array("\r".utf8),
        Array("a\nb".utf8),
        [0x0A] + headerRow(header.reversed()) + [0x0A], [0x0A, 0x22, 0x22, delimiter], Array(" ".utf8),
      ]
      inside.insert(
        contentsOf: insertions.randomElement(using: &random)!,
        at: .random(in: 0...inside.count, using: &random))
    }
    return [0x22] + inside + [0x22]
  }

  /// With something where it does not belong.
  private mutating func disturbed(_ value: [UInt8]) -> [UInt8] {
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return Array("  ".utf8) + value + Array(" ".utf8)
    case 1: return Array(" ".utf8) + quoted(value) + Array(" \t".utf8)
    case 2: return quoted(value) + Array("tail".utf8)
    case 3: return value + Array("\"".utf8)
    case 4: return value.prefix(1) + Array("\"".utf8) + value.dropFirst(1)
    case 5: return [0x22] + value
    case 6: return value + [0]
    case 7: return quoted(value) + quoted(value)
    default: return []
    }
  }
}
