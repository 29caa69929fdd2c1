import CRendering

/// Text that grows in a buffer which is large enough.
@safe struct RowText {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  private init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { unsafe self.buffer = unsafe buffer }

  /// The text that `body` appends, of at most `room` bytes.
  static func make(room: Int, _ body: (inout RowText) -> Void) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      var text = unsafe RowText(buffer)
      body(&text)
      count = text.count
    }
  }

  mutating func append(_ byte: UInt8) {
    unsafe precondition(count < buffer.count)
    unsafe buffer[count] = byte
    count += 1
  }

  mutating func append(_ bytes: [UInt8]) {
    unsafe precondition(count + bytes.count <= buffer.count)
    _ = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...]).update(from: bytes)
    count += bytes.count
  }

  /// What was appended, from a place on.
  func withBytes<R>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    precondition(range.upperBound <= count)
    return unsafe body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[range])))
  }

  /// A copy of that.
  func bytes(_ range: Range<Int>) -> [UInt8] { unsafe withBytes(range) { unsafe Array($0) } }

  mutating func append(_ value: Double, _ format: NumberFormat) {
    unsafe precondition(count + NumberFormat.maximumLength <= buffer.count)
    unsafe count += format.write(value, to: buffer.baseAddress! + count)
  }

  mutating func append(_ value: UInt64) {
    unsafe precondition(count + Self.integerLength <= buffer.count)
    let text = unsafe UnsafeMutableRawPointer(buffer.baseAddress! + count).assumingMemoryBound(to: CChar.self)
    count += unsafe velibcorr_decimal(value, text)
  }

  /// Room that an integer of 64 bits needs.
  static let integerLength = 20

  /// In two halves: the library knows no 128 bits.
  mutating func append(_ value: UInt128) {
    let half: UInt128 = 1_000_000_000_000_000_000
    let (high, low) = value.quotientAndRemainder(dividingBy: half)
    guard high > 0 else { return append(UInt64(low)) }
    append(UInt64(high))
    // The lower half with a 1 before its zeros, which then gives way to the last digit of the upper.
    let last = unsafe buffer[count - 1]
    count -= 1
    let place = count
    append(UInt64(half + low))
    unsafe buffer[place] = last
  }
}
