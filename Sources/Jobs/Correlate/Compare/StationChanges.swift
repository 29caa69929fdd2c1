/// What is other about the pairs of each station in another period.
struct StationChanges: Sendable {
  /// Of a station: the pairs that are compared, and those of them whose q is below `PairFindings.level`.
  struct Change: Equatable, Sendable {
    var pairs = 0
    var significant = 0
    /// The number of the other station of that pair whose r differs most, in standard errors; nil of none.
    private(set) var other: Int?
    fileprivate var most = -1.0

    /// Takes another pair to be that which differs most, if it is: of equal ones that with the lower number.
    fileprivate mutating func consider(_ number: Int, _ t: Double) {
      guard t > most || (t == most && number < other ?? .max) else { return }
      (other, most) = (number, t)
    }
  }

  /// By the number of the station in the first period.
  private(set) var ofStations: [Change]

  /// Of so many stations, without a pair.
  init(stations: Int) { ofStations = [Change](repeating: Change(), count: stations) }

  /// Adds a pair, by its stations' numbers in the first period, each pair once.
  mutating func add(_ a: Int, _ b: Int, t: Double, isSignificant: Bool) {
    for (station, other) in [(a, b), (b, a)] {
      ofStations[station].pairs += 1
      if isSignificant { ofStations[station].significant += 1 }
      ofStations[station].consider(other, abs(t))
    }
  }

  /// Adds other pairs of the same stations.
  mutating func merge(_ others: StationChanges) {
    for (station, change) in others.ofStations.enumerated() { ofStations[station].add(change) }
  }

  /// As they are sent between ranks: four a station.
  var numbers: [Double] {
    ofStations.flatMap { [Double($0.pairs), Double($0.significant), Double($0.other ?? -1), $0.most] }
  }

  /// Those of one rank after the other, as they were sent, of so many stations.
  init(joining numbers: [Double], stations: Int) {
    self.init(stations: stations)
    for (place, start) in stride(from: 0, to: numbers.count, by: 4).enumerated() {
      ofStations[place % stations].add(Change(numbers[start..<start + 4]))
    }
  }
}

extension StationChanges.Change {
  /// As it was sent.
  fileprivate init(_ numbers: ArraySlice<Double>) {
    let numbers = Array(numbers)
    (pairs, significant) = (Int(numbers[0]), Int(numbers[1]))
    if numbers[2] >= 0 { consider(Int(numbers[2]), numbers[3]) }
  }

  /// Adds what is of other pairs.
  fileprivate mutating func add(_ others: Self) {
    pairs += others.pairs
    significant += others.significant
    if let other = others.other { consider(other, others.most) }
  }
}
