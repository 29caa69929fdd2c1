import Glibc
import SystemPackage

/// What the system hands over, names of files and arguments, is bytes of any encoding, UTF-8 nearly always. As text it
/// can be turned back into these bytes: each that is no UTF-8 stands as a scalar of its own, U+10FF80 to U+10FFFF, the
/// last of the private use planes. So do the bytes of such scalars themselves.
extension String {
  /// Text that stands for `bytes`, whatever they are.
  package init(system bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    if let text = Self(validating: bytes, as: UTF8.self), !text.hasStandIns {
      self = text
      return
    }
    self.init()
    var rest = bytes[...]
    while let first = rest.first {
      let scalar = Self.length(of: first).flatMap { length in
        Self(validating: rest.prefix(length), as: UTF8.self)?.unicodeScalars.first
      }
      if let scalar, !Self.isStandIn(scalar) {
        unicodeScalars.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        unicodeScalars.append(Unicode.Scalar(Self.firstStandIn - 0x80 + UInt32(first))!)
        rest = rest.dropFirst()
      }
    }
  }

  /// Text that stands for the bytes before a NUL.
  package init(systemName name: UnsafePointer<CChar>) {
    let bytes = unsafe UnsafeBufferPointer(start: name, count: strlen(name))
    self.init(system: unsafe bytes.map { UInt8(truncatingIfNeeded: $0) })
  }

  /// The bytes that it stands for.
  package var systemBytes: [UInt8] {
    guard hasStandIns else { return Array(utf8) }
    return unicodeScalars.flatMap { scalar in
      Self.isStandIn(scalar)
        ? [UInt8(scalar.value - Self.firstStandIn + 0x80)] : Array(String(scalar).utf8)
    }
  }

  /// The same for a function of the system: with the NUL that ends it.
  package var systemName: [CChar] { systemBytes.map { CChar(truncatingIfNeeded: $0) } + [0] }

  /// Text for readers of UTF-8: what is no such is U+FFFD.
  package var systemWords: String { hasStandIns ? String(decoding: systemBytes, as: UTF8.self) : self }

  /// The byte that a scalar of such a text stands for; nil where it is itself.
  package static func systemByte(_ scalar: Unicode.Scalar) -> UInt8? {
    isStandIn(scalar) ? UInt8(scalar.value - firstStandIn + 0x80) : nil
  }

  private static let firstStandIn: UInt32 = 0x10_FF80

  private static func isStandIn(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= firstStandIn }

  /// Does it hold a byte that only scalars of the last plane begin with?
  private var hasStandIns: Bool { utf8.contains(0xF4) && unicodeScalars.contains(where: Self.isStandIn) }

  /// Bytes of the scalar that a byte begins; nil where it begins none.
  private static func length(of lead: UInt8) -> Int? {
    switch lead {
    case 0..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: nil
    }
  }
}

extension FilePath {
  /// The path that a text stands for.
  package init(named name: String) { self.init(platformString: name.systemName) }
}
