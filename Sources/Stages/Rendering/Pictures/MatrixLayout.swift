/// Where the parts of a picture of the matrix stand.
struct MatrixLayout {
  let side: Double
  /// Of a station.
  let cell: Double
  let matrix: (x: Double, y: Double)
  let titleSize, textSize: Double
  let titleBase, subtitleBase: Double
  let treeHeight: Double
  let stripSize: Double
  let lineWidth: Double
  /// Of the numbers of groups.
  let numberSize: Double
  /// Size of the labels; nil when they do not fit.
  let labelSize: Double?
  let bar: (x: Double, y: Double, width: Double, height: Double)
  let width, height: Double

  private static let margin = 24.0
  private static let longestLabel = 32

  init(raster: MatrixRaster, labels: [String], groups: Int, title: String, subtitle: String) {
    side = Double(raster.side)
    cell = raster.cell
    textSize = min(20, max(12, side / 75))
    titleSize = textSize * 1.4
    numberSize = textSize * 0.9
    stripSize = max(6, side / 120)
    lineWidth = cell >= 3 ? 1.2 : 0.6
    treeHeight = labels.count > 1 ? min(220, max(60, side * 0.18)) : 0
    labelSize = cell >= 9 ? min(13, cell * 0.8) : nil
    let ruler = Canvas(.svg, width: 1, height: 1)
    let labelWidth =
      labelSize.map { size in labels.map { ruler.width(of: Self.shortened($0), size: size) }.max() ?? 0 } ?? 0
    let x = Self.margin + labelWidth + stripSize + 6
    titleBase = Self.margin + titleSize
    subtitleBase = titleBase + textSize * 1.6
    let y = subtitleBase + textSize + treeHeight + stripSize + 4
    matrix = (x, y)
    let barHeight = min(side, max(100, side * 0.5))
    let numbers = ruler.width(of: "\(groups)", size: numberSize)
    bar = (x + side + numbers + Self.margin, y + textSize, max(14, textSize), barHeight)
    let words = max(
      ruler.width(of: title, size: titleSize, isBold: true), ruler.width(of: subtitle, size: textSize))
    let legend = bar.width + 7 + ruler.width(of: "undefined", size: textSize)
    width = (max(bar.x + legend, x + words) + Self.margin).rounded(.up)
    height = (max(y + side, bar.y + bar.height + 3 * textSize) + Self.margin).rounded(.up)
  }

  func edge(of place: Int) -> Double { Double(place) * cell }
  func middle(of place: Int) -> Double { matrix.x + (Double(place) + 0.5) * cell }

  /// Without what does not show, or cairo refuses; cut where it is long.
  static func shortened(_ label: String) -> String {
    let shown = label.unicodeScalars.filter { scalar in
      let properties = scalar.properties
      return properties.generalCategory != .control && !properties.isDefaultIgnorableCodePoint
        && !properties.isNoncharacterCodePoint
    }
    let text = String(String.UnicodeScalarView(shown))
    return text.count > longestLabel ? text.prefix(longestLabel - 1) + "\u{2026}" : text
  }
}
