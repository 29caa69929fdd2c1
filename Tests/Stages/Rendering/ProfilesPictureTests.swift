import Availability
import Rendering
import Testing

@Suite("Pictures of the mean profiles of groups")
struct ProfilesPictureTests {
  /// Flat profiles with a spread of a tenth to both sides.
  private static func group(_ number: Int, _ share: Double, of stations: Int, bins: Int)
    -> ProfilesPicture
    .Group
  {
    func flat(_ value: Double) -> [Double] { Array(repeating: value, count: bins) }
    return ProfilesPicture.Group(
      number: number, Colour.group(number), stationCount: stations, words: "\(stations) stations",
      curves: .init(mean: flat(share), lower: flat(share - 0.1), upper: flat(share + 0.1)),
      members: stations < ProfilesPicture.leastForQuartiles
        ? (0..<stations).map { flat(share + Double($0) / 20) } : [])
  }

  private static func picture(
    _ count: Int, stations: (Int) -> Int = { 5 + $0 }, bins: HourBins = .hourOfDay
  ) -> ProfilesPicture {
    ProfilesPicture(
      bins: bins,
      groups: (0..<count).map { number in
        group(number, 0.2 + 0.6 * Double(number % 2), of: stations(number), bins: bins.count)
      }, all: Array(repeating: 0.5, count: bins.count), title: "Title", subtitle: "\(count) groups")
  }

  @Test("the same picture is the same bytes, of the kind asked for", arguments: PictureKind.allCases)
  func kinds(kind: PictureKind) throws {
    let bytes = try Self.picture(3).draw(kind)
    let isSame = try Self.picture(3).draw(kind) == bytes
    #expect(isSame)
    let start: [PictureKind: [UInt8]] = [
      .png: [0x89, 0x50, 0x4E, 0x47], .svg: Array("<?xm".utf8), .pdf: Array("%PDF".utf8),
    ]
    #expect(Array(bytes.prefix(4)) == start[kind])
  }

  @Test(
    "each group has its colour's mean and band, those that are alike at the same height",
    arguments: [HourBins.hourOfDay, .hourOfWeek])
  func curves(bins: HourBins) throws {
    let image = try DecodedPNG(Self.picture(2, bins: bins).draw(.png))
    let width = bins.count == 24 ? 250 : 480
    for number in 0..<2 {
      let colour = Colour.group(number)
      // From the middle of the first bin to that of the last.
      let mean = image.rows(of: colour.code, wider: width * 9 / 10)
      #expect((1...3).contains(mean.count), "\(mean)")
      func mixed(_ x: Double) -> Double { 1 - (1 - x) / 4 }
      let tint = Colour(red: mixed(colour.red), green: mixed(colour.green), blue: mixed(colour.blue))
      // A fifth of the panel, without the mean's line in its middle.
      let band = image.rows(of: tint.code, wider: width * 8 / 10)
      #expect(abs(band.count - (bins.count == 24 ? 32 : 30) + mean.count) <= 4, "\(band)")
      #expect(abs((band.first! + band.last!) / 2 - mean[0]) <= 2)
    }
  }

  @Test("few stations are shown one by one, without a band")
  func few() throws {
    let image = try DecodedPNG(Self.picture(1, stations: { _ in 4 }).draw(.png))
    let colour = Colour.group(0)
    func mixed(_ x: Double) -> Double { 1 - (1 - x) / 2 }
    let tint = Colour(red: mixed(colour.red), green: mixed(colour.green), blue: mixed(colour.blue))
    // Lines of one pixel's width between two rows of pixels, or on one; the first is below the mean.
    let thin = Set(
      image.rows(of: colour.code, wider: 200)
        + image.pixels.indices.filter { image.pixels[$0] == tint.code }.map { $0 / image.width })
    #expect(!thin.isEmpty)
    let band = Colour(
      red: 1 - (1 - colour.red) / 4, green: 1 - (1 - colour.green) / 4, blue: 1 - (1 - colour.blue) / 4)
    #expect(image.rows(of: band.code, wider: 100).count <= 8)
  }

  @Test("from one group to a dozen a picture that a screen shows", arguments: [1, 2, 5, 7, 12])
  func sizes(count: Int) throws {
    for bins in [HourBins.hourOfDay, .hourOfWeek] {
      let image = try DecodedPNG(Self.picture(count, bins: bins).draw(.png))
      #expect(image.width <= 1_700 && image.height <= 1_200, "\(image.width) x \(image.height)")
      #expect(image.width >= 300)
    }
  }

  @Test("of very many groups the largest are shown, in their order, and it says so")
  func many() throws {
    let picture = Self.picture(1_000, stations: { $0 == 7 ? 900 : $0 })
    #expect(picture.groups.count == ProfilesPicture.mostPanels)
    #expect(picture.subtitle == "1000 groups, the 48 largest of which are shown")
    let image = try DecodedPNG(picture.draw(.png))
    #expect(image.width < 4_000 && image.height < 4_000)
    // The one with the most stations is the first in the order of the rest.
    #expect(image.rows(of: Colour.group(7).code, wider: 200).count >= 1)
  }

  @Test("hours without a number are gaps; one that stands alone is a point")
  func gaps() throws {
    var profile = [Double](repeating: .nan, count: 24)
    profile[3] = 0.75
    for hour in 10..<14 { profile[hour] = 0.25 }
    let group = ProfilesPicture.Group(
      number: 0, Colour.group(0), stationCount: 9, words: "9 stations",
      curves: .init(mean: profile, lower: profile, upper: profile), members: [])
    let empty = [Double](repeating: .nan, count: 24)
    let picture = ProfilesPicture(
      bins: .hourOfDay, groups: [group], all: empty, title: "Title", subtitle: "subtitle")
    let image = try DecodedPNG(picture.draw(.png))
    let rows = (0..<image.height).map { row in
      image.pixels[row * image.width..<(row + 1) * image.width].count { $0 == Colour.group(0).code }
    }
    // Three hours of 250 / 24 pixels.
    let line = rows.indices.filter { (28...34).contains(rows[$0]) }
    let point = rows.indices.filter { (2...5).contains(rows[$0]) && $0 < line.first ?? 0 }
    #expect(!line.isEmpty && !point.isEmpty)
    // From 0.75 down to 0.25 it is half of the panel's 160 pixels.
    #expect(abs(line[line.count / 2] - point[point.count / 2] - 80) <= 2)
  }
}
