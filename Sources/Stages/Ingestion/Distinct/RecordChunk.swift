/// A stretch of the records of one station: where the next one is and how many bytes this one has, then the bytes.
@unsafe struct RecordChunk {
  static let headerSize = 16

  let start: UnsafeMutableRawPointer

  var next: UnsafeMutableRawPointer? {
    get { unsafe UnsafeMutableRawPointer(bitPattern: start.loadUnaligned(as: UInt.self)) }
    nonmutating set {
      unsafe start.storeBytes(of: newValue.map { UInt(bitPattern: $0) } ?? 0, as: UInt.self)
    }
  }

  var count: Int {
    get { unsafe start.loadUnaligned(fromByteOffset: 8, as: Int.self) }
    nonmutating set { unsafe start.storeBytes(of: newValue, toByteOffset: 8, as: Int.self) }
  }

  var bytes: UnsafeMutablePointer<UInt8> {
    unsafe (start + Self.headerSize).assumingMemoryBound(to: UInt8.self)
  }
}

/// What a code of the records begins with: whole numbers, seven bits a byte, the lowest first (LEB128); the lowest two
/// bits of a code say what it is.
enum RecordCode {
  /// A record so many seconds after the station's one before (zigzag); free docks and bikes follow.
  static let seconds: UInt64 = 0
  /// The same by microseconds.
  static let microseconds: UInt64 = 1
  /// The clock of the records that follow.
  static let clock: UInt64 = 2
  /// The piece of the inputs that the records that follow are from.
  static let piece: UInt64 = 3

  /// A record with its marks is not longer.
  static let longest = 40

  @inline(__always)
  static func zigzag(_ number: Int) -> UInt64 {
    UInt64(bitPattern: Int64((number &<< 1) ^ (number &>> 63)))
  }

  @inline(__always)
  static func number(_ zigzag: UInt64) -> Int {
    Int(bitPattern: UInt(zigzag &>> 1)) ^ (0 &- Int(bitPattern: UInt(zigzag & 1)))
  }
}

/// The clock that a record's hour is by: its time's offset from UTC, and how far its hour is from that of its time.
struct RecordClock: Equatable {
  let code: Int32

  @inline(__always)
  init(code: Int32) { self.code = code }

  @inline(__always)
  init(_ time: LocalTime, hour: Int) {
    let ahead = hour &- time.hour
    code = Int32(truncatingIfNeeded: time.offset &<< 5 | (ahead < 0 ? ahead &+ 24 : ahead))
  }

  /// The local time of a moment, and the hour of the day that it counts for.
  @inline(__always)
  func local(_ moment: Int) -> (time: LocalTime, hour: Int) {
    let offset = Int(code &>> 5)
    let time = LocalTime(ordinal: moment &+ offset &* 1_000_000, offset: offset)
    let hour = time.hour &+ Int(code & 31)
    return (time, hour < 24 ? hour : hour &- 24)
  }
}
