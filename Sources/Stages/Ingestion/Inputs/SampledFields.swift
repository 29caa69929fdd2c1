/// Fields of rows of as many fields, row by row, in one text.
struct SampledFields {
  let fieldCount: Int
  private(set) var rowCount = 0
  /// With readable bytes before all fields, and after them once it is closed.
  private var text = [UInt8](repeating: 0, count: slack)
  /// Field by field, from where its row's bytes begin in the text that it was read from.
  private var ranges: [FieldRange] = []
  /// By row, how far its bytes were moved.
  private var shifts: [Int32] = []
  private static let slack = BlockParser.slack

  init(fieldCount: Int) {
    self.fieldCount = fieldCount
    guard fieldCount > 0 else { return }
    // Of a small log.
    text.reserveCapacity(16 << 10)
    ranges.reserveCapacity(min(256 * fieldCount, 4096))
  }

  mutating func append(_ row: ScannedRow) {
    guard let first = unsafe row.fields.first, let last = unsafe row.fields.last else { return }
    shifts.append(Int32(text.count) - first.start)
    unsafe text.append(
      contentsOf: UnsafeBufferPointer(
        start: row.base + Int(first.start), count: Int(last.end - first.start)))
    unsafe ranges.append(contentsOf: row.fields)
    rowCount += 1
  }

  @inline(__always)
  private func range(_ row: Int, _ column: Int) -> FieldRange {
    ranges[row &* fieldCount &+ column].moved(by: shifts[row])
  }

  /// No rows are added from now on: fields can be read.
  mutating func close() { text.append(contentsOf: repeatElement(0, count: Self.slack)) }

  /// Calls `body` with the field of each row.
  @inline(__always)
  func forEach(_ column: Int, _ body: (_ row: Int, Field) -> Void) {
    unsafe text.withUnsafeBufferPointer { text in
      for row in 0..<rowCount { unsafe body(row, Field(text.baseAddress!, range(row, column))) }
    }
  }

  @inline(__always)
  func withField<R>(_ row: Int, _ column: Int, _ body: (Field) -> R) -> R {
    let range = range(row, column)
    return unsafe text.withUnsafeBufferPointer { unsafe body(Field($0.baseAddress!, range)) }
  }

  /// A value as text: UTF-8, or Latin-1 where a field of its row is no UTF-8.
  func text(_ row: Int, _ column: Int) -> String {
    let plain = unsafe withField(row, column) { field in
      unsafe field.buffer.allSatisfy { $0 < 0x80 } ? unsafe field.text : nil
    }
    if let plain { return plain }
    return unsafe text.withUnsafeBufferPointer { text in
      let fields = unsafe (0..<fieldCount).map { unsafe Field(text.baseAddress!, range(row, $0)) }
      return unsafe Field.strings(fields)[column]
    }
  }
}
