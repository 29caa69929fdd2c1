import Availability
import FoundationEssentials

/// Stations whose identifiers are one number or one text, written in two ways: `7` and `007`, `Gare` and `gare `.
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
    groups = order.compactMap { byText[$0]!.count > 1 ? byText[$0] : nil }
  }

  private static func common(_ text: String) -> String {
    let small = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isNumber = small.first?.isNumber == true && small.allSatisfy { $0.isNumber || ".,e+-".contains($0) }
    // Few have a comma, and a replacement takes longer than all else here.
    let point = small.utf8.contains(UInt8(ascii: ",")) ? small.replacing(",", with: ".") : small
    guard isNumber, let number = Double(point), number.isFinite, number < 0x1p53
    else { return small }
    return "\(number)"
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
