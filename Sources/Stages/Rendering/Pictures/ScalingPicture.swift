/// Speed-up and efficiency over the number of workers, a line of two panels for each problem.
package struct ScalingPicture {
  /// A value over a number of workers, and between which bounds it may be.
  package struct Point {
    let workers: Int
    let speedUp: Double
    let interval: ClosedRange<Double>?

    /// `interval` is that of the speed-up; nil without repetitions.
    package init(workers: Int, speedUp: Double, interval: ClosedRange<Double>?) {
      self.workers = workers
      self.speedUp = speedUp
      self.interval = interval
    }
  }

  /// A line of points, as of one number of threads a rank.
  package struct Curve {
    let label: String
    let points: [Point]

    /// `points` are by rising number of workers.
    package init(label: String, points: [Point]) {
      self.label = label
      self.points = points
    }
  }

  /// One size of a workload: two panels side by side.
  package struct Problem {
    let title: String
    let curves: [Curve]
    let bars: StageBars

    /// Curves of one problem, for its legend; below them the runs' stages, where they are known.
    package init(title: String, curves: [Curve], bars: StageBars = StageBars([])) {
      self.title = title
      self.curves = curves
      self.bars = bars
    }
  }

  /// From above to below.
  package let problems: [Problem]
  /// The bold line above.
  package let title: String
  /// What stands below the title.
  package let subtitle: String
  /// Of the machine; more workers than that take turns.
  package let cores: Int

  /// `cores` is a mark on the abscissa.
  package init(problems: [Problem], title: String, subtitle: String, cores: Int) {
    self.problems = problems
    self.title = title
    self.subtitle = subtitle
    self.cores = cores
  }

  private static let (margin, textSize, titleSize) = (24.0, 12.0, 17.0)
  private static let panel = (width: 330.0, height: 220.0)
  /// For the numbers of the ordinate; for the words below and the legend; for the heading of a problem.
  private static let (left, below, above) = (52.0, 62.0, 52.0)

  /// The file of the picture. Throws `PictureError`.
  package func draw(_ kind: PictureKind) throws(PictureError) -> [UInt8] {
    let (margin, size) = (Self.margin, Self.textSize)
    let top = margin + Self.titleSize + 2 * size
    let lineHeight = Self.above + Self.panel.height + Self.below
    let width = margin + 2 * (Self.left + Self.panel.width + margin)
    let barsHeight = problems.reduce(0) { $0 + $1.bars.height }
    let canvas = Canvas(
      kind, width: width, height: top + lineHeight * Double(problems.count) + barsHeight + margin)
    let room = width - 2 * margin
    canvas.heading(
      canvas.shortened(title, to: room, size: Self.titleSize, isBold: true), x: margin,
      y: margin + Self.titleSize, size: Self.titleSize)
    canvas.text(
      canvas.shortened(subtitle, to: room, size: size), x: margin, y: margin + Self.titleSize + 1.5 * size,
      size: size, .grey)
    var y = top
    for problem in problems {
      draw(problem, on: canvas, y: y)
      problem.bars.draw(on: canvas, x: margin, y: y + lineHeight + 8, width: room)
      y += lineHeight + problem.bars.height
    }
    return try canvas.finish()
  }

  private func draw(_ problem: Problem, on canvas: Canvas, y: Double) {
    let room = canvas.width - 2 * Self.margin
    canvas.heading(
      canvas.shortened(problem.title, to: room, size: Self.textSize, isBold: true), x: Self.margin,
      y: y + 2 * Self.textSize, size: Self.textSize)
    let points = problem.curves.flatMap(\.points)
    let most = points.map(\.workers).max() ?? 1
    let greatest = points.map { $0.interval?.upperBound ?? $0.speedUp }.max() ?? 1
    let best = points.map { ($0.interval?.upperBound ?? $0.speedUp) / Double($0.workers) }.max() ?? 1
    let workers = AxisScale(1, max(2, Double(most)), isWhole: true)
    func panel(
      _ number: Int, _ ordinate: ScalingPanel.Ordinate, value: @escaping (Double, Double) -> Double
    ) -> ScalingPanel {
      let x = Self.margin + Self.left + Double(number) * (Self.panel.width + Self.margin + Self.left)
      let area = ScalingPanel.Area(
        x: x, y: y + Self.above, width: Self.panel.width, height: Self.panel.height)
      return ScalingPanel(
        canvas: canvas, area: area, workers: workers, ordinate: ordinate, cores: cores, value: value)
    }
    let speedUps = AxisScale(0, max(greatest, Double(most)), isWhole: false)
    panel(0, .init(name: "speed-up", scale: speedUps)) { speedUp, _ in speedUp }
      .draw(problem.curves, ideal: { $0 })
    let efficiencies = AxisScale(0, 100 * max(1, best), isWhole: false)
    panel(1, .init(name: "efficiency, %", scale: efficiencies)) { 100 * $0 / $1 }
      .draw(problem.curves, ideal: { _ in 100 })
    drawLegend(
      problem.curves.map(\.label), on: canvas, y: y + Self.above + Self.panel.height + Self.below - 10)
  }

  private func drawLegend(_ labels: [String], on canvas: Canvas, y: Double) {
    var x = Self.margin + Self.left
    for (number, label) in (["ideal"] + labels).enumerated() {
      let colour = number == 0 ? Colour.grey : .group(number - 1)
      canvas.line(colour, width: number == 0 ? 1 : 2, [(x, y - 4), (x + 18, y - 4)])
      canvas.text(label, x: x + 23, y: y, size: Self.textSize)
      x += 23 + canvas.width(of: label, size: Self.textSize) + 18
    }
  }
}
