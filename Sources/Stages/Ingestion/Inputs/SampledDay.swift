import Availability

/// The one day that a log is of, as far as it was looked at, where only the hours of its records are read.
enum SampledDay {
  /// `2013-09-10`, where nine of ten times are of that day: a station that hangs tells an old time. Nil where no time
  /// stands beside the hours, or they are of several days.
  static func of(_ layout: RecordLayout, _ sample: ColumnSample) -> String? {
    guard let time = layout.time, layout.clock.isEmpty else { return nil }
    var reader = TimestampReader(style: layout.style)
    var rows: [Int: Int] = [:]
    unsafe sample.forEach(time) { _, field in
      if let time = unsafe reader.read(field) { rows[time.day, default: 0] += 1 }
    }
    guard let most = rows.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
    return 10 * most.value >= 9 * sample.rowCount ? CivilDate(day: most.key).description : nil
  }
}
