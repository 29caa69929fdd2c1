/// A set of axes with curves over the number of workers.
struct ScalingPanel {
  /// Where its axes are.
  struct Area {
    let x, y, width, height: Double
  }

  /// What its ordinate shows.
  struct Ordinate {
    let name: String
    let scale: AxisScale
  }

  let canvas: Canvas
  let area: Area
  let workers: AxisScale
  let ordinate: Ordinate
  let cores: Int
  /// What is shown of a speed-up by so many workers.
  let value: (_ speedUp: Double, _ workers: Double) -> Double

  private static let size = 11.0
  private var x: Double { area.x }
  private var y: Double { area.y }
  private var width: Double { area.width }
  private var height: Double { area.height }
  private var values: AxisScale { ordinate.scale }

  func draw(_ curves: [ScalingPicture.Curve], ideal: (Double) -> Double) {
    drawAxes()
    let ends = [workers.low, workers.high].map { place($0, ideal($0)) }
    canvas.line(.grey, width: 1, ends)
    for (number, curve) in curves.enumerated() {
      // Side by side, so that bars of the same number of workers do not hide one another.
      let shift = 4 * (Double(number) - Double(curves.count - 1) / 2)
      draw(curve, .group(number), shift: shift)
    }
  }

  private func draw(_ curve: ScalingPicture.Curve, _ colour: Colour, shift: Double) {
    func shifted(_ point: ScalingPicture.Point, _ speedUp: Double) -> (x: Double, y: Double) {
      let there = place(Double(point.workers), value(speedUp, Double(point.workers)))
      return (there.x + shift, there.y)
    }
    canvas.line(colour, width: 1.6, curve.points.map { shifted($0, $0.speedUp) })
    for point in curve.points {
      let centre = shifted(point, point.speedUp)
      canvas.fill(colour, x: centre.x - 2.5, y: centre.y - 2.5, width: 5, height: 5)
      guard let interval = point.interval else { continue }
      let (low, high) = (shifted(point, interval.lowerBound), shifted(point, interval.upperBound))
      canvas.line(colour, width: 1, [low, high])
      for end in [low, high] {
        canvas.line(colour, width: 1, [(end.x - 3.5, end.y), (end.x + 3.5, end.y)])
      }
    }
  }

  private func drawAxes() {
    let size = Self.size
    canvas.line(.black, width: 1, [(x, y), (x, y + height), (x + width, y + height)])
    for tick in workers.ticks {
      let at = place(tick, values.low)
      canvas.line(.black, width: 1, [at, (at.x, at.y + 4)])
      canvas.text(workers.text(tick), x: at.x, y: at.y + 5 + size, size: size, anchor: .middle)
    }
    for tick in values.ticks {
      let tickY = y + height * (1 - values.share(tick))
      canvas.line(.black, width: 1, [(x - 4, tickY), (x, tickY)])
      canvas.text(values.text(tick), x: x - 7, y: tickY + size * 0.36, size: size, anchor: .end)
    }
    canvas.text(
      "workers (ranks x threads)", x: x + width, y: y + height + 10 + 2 * size, size: size, anchor: .end)
    canvas.text(ordinate.name, x: x - 7, y: y - 10, size: size)
    guard Double(cores) > workers.low && Double(cores) < workers.high else { return }
    let at = place(Double(cores), values.low)
    canvas.line(.undefined, width: 1, [at, (at.x, y)])
    canvas.text("cores", x: at.x + 4, y: y + height - 5, size: size, .grey)
  }

  /// The abscissa has some room at both ends.
  private func place(_ count: Double, _ value: Double) -> (x: Double, y: Double) {
    (x + width * (0.05 + 0.9 * workers.share(count)), y + height * (1 - values.share(value)))
  }
}
