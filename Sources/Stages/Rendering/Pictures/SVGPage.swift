import FoundationEssentials

/// A page of SVG 1.1 whose words are words: to be searched, read out, edited, and drawn in whatever font has their letters.
/// What cairo writes are shapes.
final class SVGPage {
  private var text: String

  /// Of so many pixels of 1/96 inch, drawn so many times as large.
  init(width: Double, height: Double, scale: Double, title: String) {
    func size(_ length: Double) -> String { Self.number(scale * length) }
    text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="\(size(width))" \
      height="\(size(height))" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
      font-family="sans-serif" role="img">
      <title>\(Self.escaped(title))</title>

      """
  }

  /// The file.
  func finish() -> [UInt8] { Array((text + "</svg>\n").utf8) }

  func fill(_ colour: Colour, x: Double, y: Double, width: Double, height: Double) {
    add(
      "rect", [("x", x), ("y", y), ("width", width), ("height", height)], #"fill="\#(colour.hexadecimal)""#)
  }

  func line(_ colour: Colour, width: Double, dash: Double, _ points: [(x: Double, y: Double)]) {
    let dashes = dash > 0 ? [("stroke-dasharray", dash)] : []
    add(
      "polyline", [("stroke-width", width)] + dashes,
      #"points="\#(Self.list(points))" fill="none" stroke="\#(colour.hexadecimal)" stroke-linejoin="round""#)
  }

  func area(_ colour: Colour, _ points: [(x: Double, y: Double)]) {
    add("polygon", [], #"points="\#(Self.list(points))" fill="\#(colour.hexadecimal)""#)
  }

  func text(
    _ words: String, x: Double, y: Double, size: Double, anchor: Canvas.Anchor, isBold: Bool, _ colour: Colour
  ) {
    guard !words.isEmpty else { return }
    let anchors: [Canvas.Anchor: String] = [.middle: #" text-anchor="middle""#, .end: #" text-anchor="end""#]
    add(
      "text", [("x", x), ("y", y), ("font-size", size)],
      #"fill="\#(colour.hexadecimal)"\#(anchors[anchor] ?? "")\#(isBold ? #" font-weight="bold""# : "")"#,
      content: Self.escaped(words))
  }

  /// A square picture, whose pixels stay squares.
  func image(png: [UInt8], side: Double, x: Double, y: Double) {
    let data = Data(png).base64EncodedString()
    add(
      "image", [("x", x), ("y", y), ("width", side), ("height", side)],
      #"style="image-rendering:pixelated" xlink:href="data:image/png;base64,\#(data)""#)
  }

  private func add(_ name: String, _ numbers: [(String, Double)], _ rest: String, content: String? = nil) {
    let attributes = numbers.map { #"\#($0)="\#(Self.number($1))""# } + [rest]
    text += "<\(name) \(attributes.joined(separator: " "))" + (content.map { ">\($0)</\(name)>\n" } ?? "/>\n")
  }

  private static func list(_ points: [(x: Double, y: Double)]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  /// To 1/100, without zeros at its end.
  private static func number(_ value: Double) -> String {
    let rounded = (100 * value).rounded() / 100
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  /// Without what XML does not allow (1.0, 2.2).
  private static func escaped(_ words: String) -> String {
    var escaped = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": continue
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
