import Availability
import Text

/// What lists of pairs say of stations: identifiers, and, where they are wanted or known, names and distances.
package struct ListedStations: Sendable {
  /// As CSV fields.
  let labels: [[UInt8]]
  /// As CSV fields; nil where they are not wanted.
  private let names: [[UInt8]]?
  /// Nil where no two stations have a place.
  private let places: [StationDetails.Place?]?

  /// `details` are those of some stations. Names are listed if they are wanted, distances if there are any.
  package init(
    _ stations: [StationID], _ details: [StationID: StationDetails] = [:], withNames: Bool = false
  ) {
    labels = stations.map(\.csvField)
    names = withNames ? stations.map { details[$0]?.name.map { CSVText.field(Array($0.utf8)) } ?? [] } : nil
    let places = stations.map { details[$0]?.place }
    self.places = places.count { $0 != nil } > 1 ? places : nil
  }

  /// Are distances listed?
  package var havePlaces: Bool { places != nil }

  /// Metres between two stations; nil where one of them has no place.
  package func metres(_ a: Int, _ b: Int) -> Double? {
    guard let places, let from = places[a], let to = places[b] else { return nil }
    return from.metres(to: to)
  }

  /// The last columns' names, for names of both stations.
  func header(_ first: String, _ second: String) -> String {
    (places == nil ? "" : ",metres") + (names == nil ? "" : ",\(first),\(second)")
  }

  /// Room for the last columns of any pair.
  var room: Int {
    let longest = names?.reduce(0) { max($0, $1.count) } ?? 0
    return NumberFormat.maximumLength + 2 * longest + 3
  }

  /// Appends the last columns: metres, and both names.
  func append(_ a: Int, _ b: Int, to text: inout RowText) {
    if places != nil {
      text.append(UInt8(ascii: ","))
      if let metres = metres(a, b) { text.append(metres, .decimals(1)) }
    }
    guard let names else { return }
    text.append(UInt8(ascii: ","))
    text.append(names[a])
    text.append(UInt8(ascii: ","))
    text.append(names[b])
  }
}
