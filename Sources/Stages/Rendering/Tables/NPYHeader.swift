/// The header of a NumPy array file (format version 1.0, as `numpy.lib.format` describes it): little-endian
/// doubles, row by row, follow it.
package enum NPYHeader {
  /// Of a matrix with that many rows and columns.
  package static func bytes(rows: Int, columns: Int) -> [UInt8] {
    let description = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    // The numbers start at a multiple of 64 bytes, for readers that map the file into memory.
    let unpadded = 10 + description.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let length = description.utf8.count + padding + 1
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length % 256), UInt8(length / 256)]
      + Array(description.utf8) + [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
  }
}
