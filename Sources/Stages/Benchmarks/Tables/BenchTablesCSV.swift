import Text

extension BenchTables {
  /// A row a configuration, with a header; fields without a value are empty. RFC 4180, for pandas and R.
  package var csv: String {
    let lines = [Row.csvHeader] + rows.map(\.csvFields)
    return lines.map { line in
      line.map { $0.isEmpty ? "" : CSVText.field($0) }.joined(separator: ",") + "\n"
    }.joined()
  }
}

extension BenchTables.Row {
  fileprivate static let csvHeader = [
    "workload", "problem", "schedule", "ranks", "threads", "trials", "median", "low", "high", "minimum",
    "p99",
    "maximum", "items", "unit", "items_per_second", "gflops", "gigabytes_per_second", "peak_share",
    "speed_up",
    "efficiency", "serial_fraction", "computing", "communicating", "waiting", "pays", "break_even",
    "break_even_unit", "baseline_ratio", "baseline_p", "baseline_outcome", "quantity", "residual", "limit",
    "passed", "remarks", "failures",
    "speed_up_low", "speed_up_high", "outliers", "quiet", "others_load", "stolen_load",
    "start", "read", "combine", "correlate_and_write", "predicted", "bytes_read", "bytes_sent",
    "break_even_stations",
  ]

  fileprivate var csvFields: [String] {
    func field(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }
    return [
      workload, problem, schedule, "\(ranks)", "\(threads)", "\(trials.count)", "\(median)", field(low),
      field(high), "\(minimum)", "\(p99)", "\(maximum)", "\(items)", unit, "\(itemsPerSecond)", field(gflops),
      field(gigabytesPerSecond), field(peakShare), field(speedUp), field(efficiency), field(serialFraction),
      "\(computing)", "\(communicating)", "\(waiting)", field(pays), field(breakEven), field(breakEvenUnit),
      field(baseline?.ratio), field(baseline?.test.p), field(baseline?.outcome.rawValue), quantity,
      "\(residual)", "\(limit)", "\(passed)", remarks.joined(separator: "; "),
      failures.joined(separator: "; "), field(speedUpLow), field(speedUpHigh), field(outliers),
      field(load?.isQuiet), field(load?.others), field(load?.stolen),
    ]
      + ["start", "read", "combine", "correlate and write"].map { field(pipeline?.seconds($0)) }
      + [
        field(pipeline?.predicted), field(pipeline?.bytesRead), field(pipeline?.bytesSent),
        field(pipeline?.breakEvenStations),
      ]
  }
}
