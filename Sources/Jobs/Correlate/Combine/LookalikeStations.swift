import Availability
import FoundationEssentials

/// Stations whose identifiers are one number or one text, written in two ways: `7` and `007` or `#7`, `Gare` and
/// `gare `; or one text, of which a letter was lost in another encoding: `Évry` and `?vry`.
package struct LookalikeStations {
  /// By what they have in common, those that are more than one; in the order given.
  package let groups: [[StationID]]

  /// Looks at all stations of a network.
  package init(_ stations: [StationID]) {
    // Swift's strings are equal if they are canonically equivalent (Unicode's NFC and NFD).
    var byText: [String: [StationID]] = [:]
    var order: [String] = []
    for station in stations {
      let text = Self.common(station.description)
      if byText[text] == nil { order.append(text) }
      byText[text, default: []].append(station)
    }
    let alike = order.compactMap { byText[$0]!.count > 1 ? byText[$0] : nil }
    let known = Set(alike.joined())
    groups = alike + Self.damaged(stations.filter { !known.contains($0) })
  }

  /// Those that differ by letters beyond ASCII only, where one of them shows the marks of a wrong encoding.
  private static func damaged(_ stations: [StationID]) -> [[StationID]] {
    var byLetters: [String: [StationID]] = [:]
    var order: [String] = []
    for station in stations {
      let text = station.description
      guard text.utf8.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "'") })
      else { continue }
      // One letter may be several, as they stand now.
      let parts = text.lowercased().split { !$0.isASCII || $0 == "?" || $0 == "'" }
      let letters = parts.joined(separator: "?")
      guard 2 * letters.utf8.count > text.count, letters.utf8.count > 2 else { continue }
      if byLetters[letters] == nil { order.append(letters) }
      byLetters[letters, default: []].append(station)
    }
    let marks: [Character] = ["?", "\u{FFFD}", "\u{C3}", "\u{C2}", "\u{E2}", "\u{2019}"]
    return order.compactMap { letters in
      let found = byLetters[letters]!
      let isDamaged = found.contains { $0.description.contains(where: marks.contains) }
      return found.count > 1 && isDamaged ? found : nil
    }
  }

  private static func common(_ text: String) -> String {
    let small = bare(text).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isNumber = small.first?.isNumber == true && small.allSatisfy { $0.isNumber || ".,e+-".contains($0) }
    // Few have a comma, and a replacement takes longer than all else here.
    let point = small.utf8.contains(UInt8(ascii: ",")) ? small.replacing(",", with: ".") : small
    guard isNumber, let number = Double(point), number.isFinite, number < 0x1p53
    else { return small }
    return "\(number)"
  }

  /// Without signs on both sides of its letters and digits, and invisible ones; digits as those of ASCII.
  private static func bare(_ text: String) -> String {
    if let first = text.utf8.first, isPlain(first) || first == UInt8(ascii: "-"), isPlain(text.utf8.last!),
      text.utf8.allSatisfy({ $0 < 0x80 })
    {
      return text
    }
    let scalars = text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII ? isPlain(UInt8(scalar.value)) : scalar.properties.generalCategory != .format
    }
    guard let first = scalars.firstIndex(where: isLetter), let last = scalars.lastIndex(where: isLetter)
    else {
      return text
    }
    // A minus is part of a number.
    let hasMinus = first > scalars.startIndex && scalars[scalars.index(before: first)] == "-"
    var found = hasMinus ? "-" : ""
    for scalar in scalars[first...last] {
      if !scalar.isASCII, scalar.properties.numericType == .decimal,
        let digit = scalar.properties.numericValue
      {
        found += "\(Int(digit))"
      } else {
        found.unicodeScalars.append(scalar)
      }
    }
    return found
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") <= 9 || (byte | 0x20) &- UInt8(ascii: "a") < 26
  }

  /// A sentence about them, with an example; none where there are none.
  package var notes: [String] {
    guard let first = groups.first else { return [] }
    let names = first.prefix(3).map { "'\(Printable.name($0.description))'" }
    let more = groups.count > 1 ? ", and so are \(groups.count - 1) more" : ""
    return [
      "stations \(names.joined(separator: " and ")) are written alike\(more): each is read as a station of its own; "
        + "write them in one way if they are one"
    ]
  }
}
