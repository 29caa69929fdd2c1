import Availability

/// One of the small multiples: the share of free docks upwards, a day or a week from left to right.
struct ProfilesPanel {
  static let meanWidth = 2.4
  static let thinWidth = 1.0
  static let referenceDash = 4.0

  private let corner: (x: Double, y: Double)
  private let width, height: Double
  private let hasWords: (left: Bool, below: Bool)
  private let bins: HourBins

  init(_ layout: ProfilesLayout, place: Int, bins: HourBins) {
    corner = layout.corner(of: place)
    (width, height) = layout.panel
    hasWords = layout.hasWords(place)
    self.bins = bins
  }

  /// A bin is an hour long: its number stands in the middle of it.
  private func x(_ bin: Int) -> Double { x(hour: Double(bin) + 0.5) }
  private func x(hour: Double) -> Double { corner.x + hour / Double(bins.count) * width }
  private func y(_ share: Double) -> Double { corner.y + (1 - share) * height }

  func drawHeading(_ name: String, _ words: String, _ colour: Colour, on canvas: Canvas) {
    let (size, base) = (ProfilesLayout.textSize, corner.y - 9)
    canvas.fill(colour, x: corner.x, y: base - size * 0.78, width: size * 0.85, height: size * 0.85)
    let x = corner.x + size * 0.85 + 7
    canvas.heading(name, x: x, y: base, size: size)
    let nameWidth = canvas.width(of: name, size: size, isBold: true)
    canvas.text(words, x: x + nameWidth + 8, y: base, size: size, .words)
  }

  /// Lines at 0, 1/2 and 1 and at every sixth hour, or every midnight.
  func drawAxes(on canvas: Canvas) {
    let size = ProfilesLayout.tickSize
    let right = corner.x + width
    for share in [0, 0.5, 1] {
      canvas.line(
        share == 0 ? .grey : .grid, width: 1, [(corner.x, y(share)), (right, y(share))])
      guard hasWords.left else { continue }
      canvas.text(
        "\(Int(100 * share)) %", x: corner.x - 6, y: y(share) + size * 0.36, size: size,
        anchor: .end, .words)
    }
    let isWeek = bins.kind == .hourOfWeek
    let step = isWeek ? 24 : 6
    for hour in stride(from: 0, through: bins.count, by: step) {
      let x = x(hour: Double(hour))
      canvas.line(.grid, width: 1, [(x, corner.y), (x, corner.y + height)])
      guard hasWords.below, !isWeek || hour < bins.count else { continue }
      let y = corner.y + height + size + 5
      if isWeek {
        canvas.text(
          String(bins.label(hour).prefix(3)), x: x + width / 14, y: y, size: size, anchor: .middle, .words)
      } else {
        canvas.text(hour == 0 ? "0 h" : "\(hour)", x: x, y: y, size: size, anchor: .middle, .words)
      }
    }
  }

  /// What lies between two curves.
  func drawBand(_ lower: [Double], _ upper: [Double], _ colour: Colour, on canvas: Canvas) {
    for stretch in Self.stretches(of: lower) {
      if stretch.count == 1 {
        let bin = stretch.lowerBound
        canvas.line(colour, width: 3, [(x(bin), y(lower[bin])), (x(bin), y(upper[bin]))])
      } else {
        canvas.area(
          colour,
          stretch.map { (x($0), y(upper[$0])) } + stretch.reversed().map { (x($0), y(lower[$0])) })
      }
    }
  }

  /// A line through the bins that have a number; a point where one stands alone.
  func drawCurve(
    _ values: [Double], _ colour: Colour, width: Double, dash: Double = 0, on canvas: Canvas
  ) {
    for stretch in Self.stretches(of: values) {
      if stretch.count == 1 {
        let side = width + 1
        canvas.fill(
          colour, x: x(stretch.lowerBound) - side / 2, y: y(values[stretch.lowerBound]) - side / 2,
          width: side, height: side)
      } else {
        canvas.line(colour, width: width, dash: dash, stretch.map { (x($0), y(values[$0])) })
      }
    }
  }

  /// The runs of bins that have numbers.
  static func stretches(of values: [Double]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for bin in values.indices where !values[bin].isNaN {
      if let last = stretches.last, last.upperBound == bin {
        stretches[stretches.count - 1] = last.lowerBound..<bin + 1
      } else {
        stretches.append(bin..<bin + 1)
      }
    }
    return stretches
  }
}
