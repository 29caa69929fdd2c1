import Glibc

/// Lists of names by which columns are known.
enum NameList: CaseIterable {
  case station, freeDocks, bikes, hour, time
  /// Stations, but not by names that two may share.
  case stationNumber
  /// All docks, with those that hold bikes.
  case capacity
  /// Cities in one log.
  case network
  /// AM or PM.
  case meridiem
  case date
  case minute

  init(_ role: ColumnRole) {
    self =
      switch role {
      case .station: .station
      case .freeDocks: .freeDocks
      case .bikes: .bikes
      case .hour: .hour
      case .time: .time
      }
  }

  /// Normalised, the preferred first.
  var names: [String] {
    switch self {
    case .station: ColumnRole.station.aliases
    case .stationNumber: ColumnRole.station.aliases.filter { !ColumnRole.namesOfStations.contains($0) }
    case .freeDocks: ColumnRole.freeDocks.aliases
    case .bikes: ColumnRole.bikes.aliases
    case .hour: ColumnRole.hour.aliases
    case .time: ColumnRole.time.aliases
    case .capacity: Self.capacities
    case .network: Self.networks
    case .meridiem: ["pm", "ampm", "meridiem", "meridian", "ispm"]
    case .date: ["date", "jour", "day", "fecha", "datum", "日期"]
    case .minute: ["minute", "min", "minutes"]
    }
  }

  /// A name's place in a list.
  typealias Entry = (list: NameList, rank: Int)

  /// By name, its places in all lists.
  static let entries: [String: [Entry]] = {
    var entries: [String: [Entry]] = Dictionary(minimumCapacity: 512)
    for list in allCases {
      for (rank, name) in list.names.enumerated() { entries[name, default: []].append((list, rank)) }
    }
    return entries
  }()
}

/// The names of a header's columns, as they are compared, and the lists that they are in.
struct KnownNames {
  /// As they stand in the log.
  let header: [String]
  /// Normalised.
  let names: [String]
  /// Without paths before them, normalised; none of a column whose name has no path.
  let shortNames: [[String]]
  /// The preferred first: whole names before short ones, of short names those of totals first.
  private let candidates: [(list: NameList, key: Int, column: Int)]

  init(_ header: [String]) {
    self.header = header
    let shortNamesFrom = 1 << 16
    names = header.map(ColumnNames.normalised)
    shortNames = header.map(ColumnNames.withoutPath)
    var candidates: [(list: NameList, key: Int, column: Int)] = []
    for column in header.indices {
      if let entries = NameList.entries[names[column]], !names[..<column].contains(names[column]) {
        candidates += entries.map { ($0.list, $0.rank, column) }
      }
      for name in shortNames[column] {
        guard let entries = NameList.entries[name] else { continue }
        let preference = Self.isTotal(header[column]) ? 0 : 1
        candidates += entries.map { ($0.list, shortNamesFrom + 2 * $0.rank + preference, column) }
      }
    }
    self.candidates = candidates.sorted { ($0.key, $0.column) < ($1.key, $1.column) }
  }

  /// Has a path a part that says that it is of all: JCDecaux has `mainStands`, `overflowStands` and `totalStands`.
  private static func isTotal(_ name: String) -> Bool { name.lowercased().contains("total") }

  func isTotal(_ column: Int) -> Bool { Self.isTotal(header[column]) }

  /// Columns of names that are in a list, the preferred first.
  func candidates(_ list: NameList) -> [Int] {
    var found: [Int] = []
    for candidate in candidates where candidate.list == list && !found.contains(candidate.column) {
      found.append(candidate.column)
    }
    return found
  }

  /// Is the whole name in a list?
  func isKnown(_ column: Int, in list: NameList) -> Bool { Self.isKnown(names[column], in: list) }

  /// Is a normalised name in a list?
  static func isKnown(_ name: String, in list: NameList) -> Bool {
    NameList.entries[name]?.contains { $0.list == list } ?? false
  }

  /// Does any of these parts stand in a column's name?
  func hasPart(_ column: Int, of parts: [String]) -> Bool {
    unsafe names[column].withCString { name in
      parts.contains { part in unsafe strstr(name, part) != nil }
    }
  }

  /// Columns of a short name, totals first.
  func namesakes(_ name: String) -> [Int] {
    let found = header.indices.filter { shortNames[$0].contains(name) }
    return found.filter(isTotal) + found.filter { !isTotal($0) }
  }
}
