import Availability

/// Where the parts of a picture of profiles stand.
struct ProfilesLayout {
  static let titleSize = 19.0
  static let textSize = 13.0
  static let tickSize = 11.5
  static let signWidth = 26.0
  static let signGap = 7.0
  private static let margin = 24.0
  private static let signDistance = 22.0
  private static let lineHeight = textSize * 1.6
  private static let headingHeight = 24.0
  private static let gap = (x: 28.0, y: 20.0)
  /// Room for the ticks' words.
  private static let axis = (x: 40.0, y: 22.0)

  let columns: Int
  let rows: Int
  /// Of what is drawn in, without heading and words.
  let panel: (width: Double, height: Double)
  /// Signs of the key and the base lines of their words.
  let key: [(sign: ProfilesPicture.Sign, place: (x: Double, y: Double))]
  let width, height: Double
  private let count: Int
  private let top: Double

  var left: Double { Self.margin }
  var titleBase: Double { Self.margin + Self.titleSize }
  func wordsBase(_ line: Int) -> Double { titleBase + Double(line + 1) * Self.lineHeight }

  init(_ picture: ProfilesPicture) {
    count = picture.groups.count
    panel = picture.bins.kind == .hourOfWeek ? (width: 480, height: 150) : (width: 250, height: 160)
    columns = Self.columns(of: count, panel)
    rows = (count + columns - 1) / max(1, columns)
    let ruler = Canvas(.svg, width: 1, height: 1)
    let words = picture.words.map { ruler.width(of: $0, size: Self.textSize) }
    let title = ruler.width(of: picture.title, size: Self.titleSize, isBold: true)
    let panels = Self.axis.x + Double(columns) * (panel.width + Self.gap.x) - Self.gap.x
    let content = max(panels, title, words.max() ?? 0)

    // The key's signs one beside the other, as many as a line has room for.
    var key: [(sign: ProfilesPicture.Sign, place: (x: Double, y: Double))] = []
    var place = (x: Self.margin, y: Self.margin + Self.titleSize)
    place.y += (Double(words.count) + 1.4) * Self.lineHeight
    for sign in picture.signs {
      let width = Self.signWidth + Self.signGap + ruler.width(of: sign.words, size: Self.textSize)
      if place.x > Self.margin && place.x + width > Self.margin + content {
        place = (Self.margin, place.y + Self.lineHeight)
      }
      key.append((sign, place))
      place.x += width + Self.signDistance
    }
    self.key = key
    top = place.y + Self.lineHeight
    width = (content + 2 * Self.margin).rounded(.up)
    let row = Self.headingHeight + panel.height + Self.gap.y
    height = (top + Double(rows) * row - Self.gap.y + Self.axis.y + Self.margin).rounded(.up)
  }

  /// The upper left corner of a panel.
  func corner(of place: Int) -> (x: Double, y: Double) {
    let (row, column) = (place / columns, place % columns)
    return (
      Self.margin + Self.axis.x + Double(column) * (panel.width + Self.gap.x),
      top + Self.headingHeight + Double(row) * (Self.headingHeight + panel.height + Self.gap.y)
    )
  }

  /// Does the panel have the words of the ticks on its left, and below?
  func hasWords(_ place: Int) -> (left: Bool, below: Bool) {
    (place % columns == 0, place + columns >= count)
  }

  /// About three to two of all panels, with few places left empty.
  private static func columns(of count: Int, _ panel: (width: Double, height: Double)) -> Int {
    let height = headingHeight + panel.height + gap.y
    func badness(_ columns: Int) -> Double {
      let rows = (count + columns - 1) / columns
      let aspect = Double(columns) * (panel.width + gap.x) / (Double(rows) * height)
      return max(aspect / 1.5, 1.5 / aspect) + 0.2 * Double(rows * columns - count)
    }
    return (1...max(1, count)).min { badness($0) < badness($1) }!
  }
}
