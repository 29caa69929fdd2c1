import CIngestion

/// Decodes the identifiers and numbers of sixteen plain rows at once, where the CPU can (AVX-512).
@safe struct RowDecoder: ~Copyable {
  /// Rows decoded at once.
  static let width = Int(VELIBCORR_ROWS)

  private let decode: velibcorr_row_decoder
  private var columns: velibcorr_row_columns
  private let rows: velibcorr_rows

  /// Nil when this CPU has no such decoder.
  init?(_ columns: FastColumns) {
    guard let decode = unsafe velibcorr_row_decoder_here() else { return nil }
    unsafe self.decode = unsafe decode
    self.columns = velibcorr_row_columns(columns)
    unsafe rows = velibcorr_rows(
      stations: .allocate(capacity: Self.width), counts: .allocate(capacity: Self.width),
      hours: .allocate(capacity: Self.width))
    unsafe rows.hours.initialize(repeating: 0, count: Self.width)
  }

  deinit {
    unsafe rows.stations.deallocate()
    unsafe rows.counts.deallocate()
    unsafe rows.hours.deallocate()
  }

  /// Decodes the rows whose structurals begin at `bounds`, their ordinals at `first`; returns them and how
  /// many of them, from the first on, are plain. They are good until the next call.
  ///
  /// `width` line ends are known, and `width` times as many structurals as a row has fields.
  @inline(__always)
  mutating func read(
    _ base: UnsafePointer<UInt8>, _ bounds: UnsafePointer<UInt32>, _ lineEnds: UnsafePointer<UInt32>,
    first: Int
  ) -> (rows: velibcorr_rows, count: Int) {
    let count = unsafe decode(base, bounds, lineEnds, UInt32(truncatingIfNeeded: first), &columns, rows)
    return unsafe (rows, Int(count))
  }
}

extension velibcorr_row_columns {
  init(_ columns: FastColumns) {
    let hour = columns.isHourEnough ? columns.clock : columns.hour
    self.init(
      fields: UInt32(columns.last + 1), station: UInt32(columns.station),
      free_docks: UInt32(columns.freeDocks), bikes: UInt32(columns.bikes),
      hour: hour < 0 ? .max : UInt32(hour))
  }
}
