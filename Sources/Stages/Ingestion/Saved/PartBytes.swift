import Availability

/// Numbers and texts as bytes, for files that only the kind of machine reads that wrote them: integers of 64 bits as
/// they lie in memory, texts after their length.
struct PartWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ number: Int) {
    unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func write(_ text: [UInt8]) {
    write(text.count)
    bytes += text
  }

  mutating func write(_ text: String) { write(Array(text.utf8)) }

  mutating func write<Element>(
    _ elements: some Collection<Element>, _ body: (inout PartWriter, Element) -> Void
  ) {
    write(elements.count)
    for element in elements { body(&self, element) }
  }

  mutating func write(_ page: TallyPage, stations: Int) { page.appendTallies(count: stations, to: &bytes) }
}

/// Reads what `PartWriter` wrote.
struct PartReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  private mutating func take(_ count: Int) throws(SavedPart.Damage) -> ArraySlice<UInt8> {
    guard count >= 0 && count <= rest.count else { throw SavedPart.Damage() }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func number() throws(SavedPart.Damage) -> Int {
    let bytes = try take(MemoryLayout<Int>.size)
    return unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: Int.self) }
  }

  /// A number of a range.
  mutating func number(_ range: Range<Int>) throws(SavedPart.Damage) -> Int {
    let found = try number()
    guard range.contains(found) else { throw SavedPart.Damage() }
    return found
  }

  mutating func text() throws(SavedPart.Damage) -> [UInt8] { Array(try take(try number())) }

  mutating func string() throws(SavedPart.Damage) -> String { String(decoding: try text(), as: UTF8.self) }

  mutating func list<Element>(
    _ body: (inout PartReader) throws(SavedPart.Damage) -> Element
  ) throws(SavedPart.Damage) -> [Element] {
    var list: [Element] = []
    let count = try number()
    guard count >= 0 else { throw SavedPart.Damage() }
    for _ in 0..<count { list.append(try body(&self)) }
    return list
  }

  mutating func page(stations: Int) throws(SavedPart.Damage) -> TallyPage {
    let bytes = try take(stations * 24 * MemoryLayout<Tally>.stride)
    guard stations > 0 else { return TallyPage(capacity: 0) }
    return unsafe bytes.withUnsafeBytes { unsafe TallyPage(tallies: $0, count: stations) }
  }
}
