import Availability

/// The mean day, or week, of each group with its spread: small multiples with shared axes.
package struct ProfilesPicture {
  /// A group of stations, as its panel shows it.
  package struct Group {
    /// From 0 on.
    let number: Int
    let colour: Colour
    let stationCount: Int
    /// What is said of them: "6 stations".
    let words: String
    let curves: Curves
    /// Where they are few, which quartiles would not describe: the profile of each station.
    let members: [[Double]]

    /// `members` are the stations' own profiles, where these are shown in place of quartiles.
    package init(
      number: Int, _ colour: Colour, stationCount: Int, words: String, curves: Curves, members: [[Double]]
    ) {
      (self.number, self.colour) = (number, colour)
      self.stationCount = stationCount
      self.words = words
      self.curves = curves
      self.members = members
    }
  }

  /// The mean of a group's stations by bin, and the quartiles about it; NaN where there is none.
  package struct Curves {
    let mean, lower, upper: [Double]

    /// Each has a number for every bin.
    package init(mean: [Double], lower: [Double], upper: [Double]) {
      (self.mean, self.lower, self.upper) = (mean, lower, upper)
    }
  }

  /// A group of fewer stations is shown by each of them; quartiles would describe nothing.
  package static let leastForQuartiles = 5
  /// Of more groups the largest are shown.
  package static let mostPanels = 48

  /// Hours of the day, or of the week.
  package let bins: HourBins
  /// Those shown, in their order.
  package let groups: [Group]
  /// The mean profile of all stations.
  package let all: [Double]
  /// The bold line above.
  package let title: String
  /// What stands below the title.
  package let subtitle: String

  /// Of more groups than there is room for, the largest are taken, and the subtitle says so. `all` has a number for
  /// every bin.
  package init(bins: HourBins, groups: [Group], all: [Double], title: String, subtitle: String) {
    precondition(bins.kind != .series && all.count == bins.count)
    self.bins = bins
    let shown = groups.sorted { ($1.stationCount, $0.number) < ($0.stationCount, $1.number) }
      .prefix(Self.mostPanels)
    self.groups = shown.sorted { $0.number < $1.number }
    self.all = all
    self.title = title
    self.subtitle =
      groups.count > shown.count
      ? "\(subtitle), the \(shown.count) largest of which are shown" : subtitle
  }

  /// The file of the picture. Throws `PictureError`.
  package func draw(
    _ kind: PictureKind, size: PictureSize = PictureSize()
  ) throws(PictureError) -> [UInt8] {
    let layout = ProfilesLayout(self)
    let canvas = Canvas(kind, width: layout.width, height: layout.height, size: size, title: title)
    canvas.heading(title, x: layout.left, y: layout.titleBase, size: ProfilesLayout.titleSize)
    for (line, text) in words.enumerated() {
      canvas.text(text, x: layout.left, y: layout.wordsBase(line), size: ProfilesLayout.textSize, .words)
    }
    for (sign, place) in layout.key { draw(sign, at: place, on: canvas) }
    for (place, group) in groups.enumerated() {
      draw(group, ProfilesPanel(layout, place: place, bins: bins), on: canvas)
    }
    return try canvas.finish()
  }

  /// What stands under the title.
  var words: [String] {
    [subtitle, "Share of docks that are free: 100 % without bikes, 0 % without free docks"]
  }

  // MARK: - Key

  /// What is explained beside the panels.
  enum Sign: CaseIterable {
    case mean, middleHalf, station, all

    var words: String {
      switch self {
      case .mean: "mean of the group's stations"
      case .middleHalf: "their middle half (quartile band)"
      case .station: "a station, in groups of fewer than \(ProfilesPicture.leastForQuartiles)"
      case .all: "mean of all stations"
      }
    }
  }

  /// Those that the panels have.
  var signs: [Sign] {
    Sign.allCases.filter { sign in
      switch sign {
      case .mean, .all: true
      case .middleHalf: groups.contains { $0.members.isEmpty }
      case .station: groups.contains { !$0.members.isEmpty }
      }
    }
  }

  private func draw(_ sign: Sign, at place: (x: Double, y: Double), on canvas: Canvas) {
    let (width, size) = (ProfilesLayout.signWidth, ProfilesLayout.textSize)
    let middle = place.y - size * 0.36
    let line = [(x: place.x, y: middle), (x: place.x + width, y: middle)]
    switch sign {
    case .mean: canvas.line(.black, width: ProfilesPanel.meanWidth, line)
    case .middleHalf:
      canvas.fill(Colour.black.tint(0.25), x: place.x, y: middle - 5, width: width, height: 10)
    case .station: canvas.line(Colour.black.tint(0.5), width: ProfilesPanel.thinWidth, line)
    case .all:
      canvas.line(
        .reference, width: ProfilesPanel.thinWidth, dash: ProfilesPanel.referenceDash, line)
    }
    canvas.text(sign.words, x: place.x + width + ProfilesLayout.signGap, y: place.y, size: size)
  }

  // MARK: - Panels

  private func draw(_ group: Group, _ panel: ProfilesPanel, on canvas: Canvas) {
    let (colour, curves) = (group.colour, group.curves)
    panel.drawHeading(
      "Group \(group.number + 1)",
      group.words, colour, on: canvas)
    if group.members.isEmpty { panel.drawBand(curves.lower, curves.upper, colour.tint(0.25), on: canvas) }
    panel.drawAxes(on: canvas)
    for member in group.members {
      panel.drawCurve(member, colour.tint(0.5), width: ProfilesPanel.thinWidth, on: canvas)
    }
    panel.drawCurve(
      all, .reference, width: ProfilesPanel.thinWidth, dash: ProfilesPanel.referenceDash, on: canvas)
    panel.drawCurve(curves.mean, colour, width: ProfilesPanel.meanWidth, on: canvas)
  }
}
