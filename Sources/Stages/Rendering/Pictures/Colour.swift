import Glibc

/// A colour of the screen (sRGB), components from 0 to 1.
package struct Colour: Equatable, Sendable {
  /// From 0 to 1, with the gamma of sRGB.
  package let red, green, blue: Double

  /// Components of sRGB, from 0 to 1.
  package init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(_ code: UInt32) {
    func component(_ shift: UInt32) -> Double { Double(code >> shift & 0xFF) / 255 }
    self.init(red: component(16), green: component(8), blue: component(0))
  }

  /// 0x00RRGGBB.
  package var code: UInt32 {
    func component(_ value: Double) -> UInt32 { UInt32((min(1, max(0, value)) * 255).rounded()) }
    return component(red) << 16 | component(green) << 8 | component(blue)
  }

  /// `#rrggbb`.
  var hexadecimal: String {
    let digits = String(code, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Mixed with white: 1 is the colour itself, 0 white.
  func tint(_ share: Double) -> Colour {
    func mixed(_ component: Double) -> Double { 1 - share * (1 - component) }
    return Colour(red: mixed(red), green: mixed(green), blue: mixed(blue))
  }

  static let white = Colour(0xFFFFFF)
  static let black = Colour(0x1A1A1A)
  static let grey = Colour(0x8C8C8C)
  /// Of text that explains.
  static let words = Colour(0x5C5C5C)
  static let grid = Colour(0xE2E2E2)
  /// Of a curve that others are held against.
  static let reference = Colour(0x9A9A9A)
  /// Of an r that is undefined: no colour of the map.
  static let undefined = Colour(0xB8B8B8)

  /// Colours of curves and groups, which people who do not see red and green apart can tell from each other: those of M.
  /// Okabe and K. Ito ("Color universal design", 2008), then of P. Tol ("Colour schemes", 2021); from the thirteenth on they
  /// come again.
  package static func group(_ number: Int) -> Colour { groups[number % groups.count] }

  /// The colours of groups of so many stations. There are twelve: of more groups the largest have them, one each, and the
  /// others are grey.
  package static func ofGroups(_ sizes: [Int]) -> [Colour] {
    guard sizes.count > groups.count else { return Array(groups.prefix(sizes.count)) }
    var colours = [Colour](repeating: otherGroups, count: sizes.count)
    let bySize = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    for (number, colour) in groups.enumerated() { colours[bySize[number]] = colour }
    return colours
  }

  static let groups = [
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x332288, 0x882255, 0x999933, 0x7A4B2A,
    0x8BC34A,
    0xB07AE0,
  ].map { Colour($0) }
  /// Of groups that have no colour of their own.
  static let otherGroups = Colour(0x6B6B6B)

  /// From lightness, chroma and hue in degrees of Oklab (B. Ottosson, "A perceptual color space for image processing",
  /// 2020).
  init(lightness: Double, chroma: Double, hue: Double) {
    let (a, b) = (chroma * cos(hue * .pi / 180), chroma * sin(hue * .pi / 180))
    func cube(_ x: Double) -> Double { x * x * x }
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    func encoded(_ linear: Double) -> Double {
      let linear = min(1, max(0, linear))
      return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
    }
    self.init(
      red: encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      green: encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      blue: encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))
  }
}

/// The colour of an r from -1 (blue) by 0 (near white) to 1 (red): lightness falls as |r| rises, evenly and on both
/// sides alike, so that equal steps look equal, and blue and red are told apart by those who do not see red or green.
package enum DivergingMap {
  private static let steps = 1_000
  private static let colours = (0...2 * steps).map { step in
    let r = Double(step - steps) / Double(steps)
    return Colour(lightness: 0.97 - 0.52 * abs(r), chroma: 0.17 * abs(r), hue: r < 0 ? 255 : 35)
  }
  /// As pixels, from -1 to 1.
  static let codes = colours.map(\.code)

  /// NaN is undefined.
  package static func colour(of r: Double) -> Colour {
    r.isNaN ? .undefined : colours[step(of: r)]
  }

  /// As a pixel.
  static func code(of r: Double) -> UInt32 { r.isNaN ? Colour.undefined.code : codes[step(of: r)] }

  private static func step(of r: Double) -> Int {
    steps + Int((min(1, max(-1, r)) * Double(steps)).rounded())
  }
}
