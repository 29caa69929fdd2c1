/// Runs as bars of their stages, one below the other.
package struct StageBars {
  /// A run.
  package struct Bar {
    let label: String
    /// In the order of time, in seconds.
    let stages: [(name: String, seconds: Double)]

    /// A run and its stages.
    package init(label: String, stages: [(name: String, seconds: Double)]) {
      self.label = label
      self.stages = stages
    }
  }

  /// From above to below; all with the same stages.
  let bars: [Bar]

  /// Bars of runs of the same stages.
  package init(_ bars: [Bar]) { self.bars = bars }

  private static let (barHeight, gap, size, labelWidth) = (16.0, 8.0, 11.0, 96.0)

  /// With the legend below.
  var height: Double { bars.isEmpty ? 0 : Double(bars.count) * (Self.barHeight + Self.gap) + 40 }

  func draw(on canvas: Canvas, x: Double, y: Double, width: Double) {
    guard let longest = bars.map({ $0.stages.reduce(0) { $0 + $1.seconds } }).max(), longest > 0 else {
      return
    }
    // The time stands behind each bar.
    let scale = (width - Self.labelWidth - 60) / longest
    for (number, bar) in bars.enumerated() {
      let top = y + Double(number) * (Self.barHeight + Self.gap)
      let baseline = top + Self.barHeight / 2 + 0.36 * Self.size
      canvas.text(bar.label, x: x + Self.labelWidth - 7, y: baseline, size: Self.size, anchor: .end)
      var left = x + Self.labelWidth
      for (stage, part) in bar.stages.enumerated() {
        canvas.fill(.group(stage), x: left, y: top, width: scale * part.seconds, height: Self.barHeight)
        left += scale * part.seconds
      }
      let total = bar.stages.reduce(0) { $0 + $1.seconds }
      canvas.text(
        "\(Double(Int(total * 1000 + 0.5)) / 1000) s", x: left + 6, y: baseline, size: Self.size, .grey)
    }
    drawLegend(on: canvas, x: x + Self.labelWidth, y: y + height - 22)
  }

  private func drawLegend(on canvas: Canvas, x: Double, y: Double) {
    var x = x
    for (stage, part) in (bars.first?.stages ?? []).enumerated() {
      canvas.fill(.group(stage), x: x, y: y - 9, width: 10, height: 10)
      canvas.text(part.name, x: x + 15, y: y, size: Self.size)
      x += 15 + canvas.width(of: part.name, size: Self.size) + 18
    }
  }
}
