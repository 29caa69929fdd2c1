import LinearAlgebra

/// What a picture of the matrix shows.
package struct MatrixPicture {
  /// Two groups of the tree side by side, and how far apart: nodes below the number of leaves are leaves, by their place
  /// from left to right; node leaves + i is what join i has made.
  package struct Join {
    let left, right: Int
    let height: Double

    /// `left` and `right` are nodes; `height` is their distance, 1 - r on the mean.
    package init(left: Int, right: Int, height: Double) {
      self.left = left
      self.right = right
      self.height = height
    }
  }

  /// Station by station in the order of the tree, then those without correlations.
  package let labels: [String]
  /// By rising height.
  package let joins: [Join]
  /// By leaf, from left to right: its group from 0 on.
  package let groups: [Int]
  /// The bold line above.
  package let title: String
  /// What stands below the title.
  package let subtitle: String

  /// `joins` are one less than `groups`, which has a number for each leaf; further labels are of stations without
  /// correlations.
  package init(labels: [String], joins: [Join], groups: [Int], title: String, subtitle: String) {
    precondition(groups.count <= labels.count && joins.count == max(0, groups.count - 1))
    self.labels = labels
    self.joins = joins
    self.groups = groups
    self.title = title
    self.subtitle = subtitle
  }

  /// Draws; `raster` has as many places as there are labels, in their order. Throws `PictureError`.
  package func draw(
    _ kind: PictureKind, _ raster: MatrixRaster, size: PictureSize = PictureSize()
  ) throws(PictureError) -> [UInt8] {
    let layout = MatrixLayout(
      raster: raster, labels: labels, groups: (groups.last ?? -1) + 1, title: title, subtitle: subtitle)
    let canvas = Canvas(kind, width: layout.width, height: layout.height, size: size, title: title)
    canvas.heading(title, x: layout.matrix.x, y: layout.titleBase, size: layout.titleSize)
    canvas.text(subtitle, x: layout.matrix.x, y: layout.subtitleBase, size: layout.textSize, .words)
    let groups = GroupSpan.all(groups)
    drawTree(on: canvas, layout, groups.map(\.colour))
    canvas.image(raster.pixels, side: raster.side, x: layout.matrix.x, y: layout.matrix.y)
    for group in groups { draw(group, on: canvas, layout) }
    for (group, next) in zip(groups, groups.dropFirst()) { drawLines(group, next, on: canvas, layout) }
    drawLabels(on: canvas, layout)
    drawColourBar(on: canvas, layout, hasUndefined: raster.hasUndefined)
    return try canvas.finish()
  }

  /// The tree stands above the matrix, its leaves on the middles of the columns.
  private func drawTree(on canvas: Canvas, _ layout: MatrixLayout, _ colours: [Colour]) {
    guard let highest = joins.map(\.height).max(), highest > 0 else { return }
    let base = layout.matrix.y - layout.stripSize - 4
    func y(_ height: Double) -> Double { base - layout.treeHeight * max(0, height) / highest }
    var nodes = groups.indices.map { (x: layout.middle(of: $0), y: base, group: Optional(groups[$0])) }
    for join in joins {
      let (left, right) = (nodes[join.left], nodes[join.right])
      let group = left.group == right.group ? left.group : nil
      let top = y(join.height)
      canvas.line(
        group.map { colours[$0] } ?? .grey, width: layout.lineWidth,
        [(left.x, left.y), (left.x, top), (right.x, top), (right.x, right.y)])
      nodes.append(((left.x + right.x) / 2, top, group))
    }
  }

  /// A strip above the matrix and one beside it, in the colour of the group, and its number on the other side.
  private func draw(_ group: GroupSpan, on canvas: Canvas, _ layout: MatrixLayout) {
    let (from, to) = (layout.edge(of: group.places.lowerBound), layout.edge(of: group.places.upperBound))
    let (x, y, strip) = (layout.matrix.x, layout.matrix.y, layout.stripSize)
    // One that stands alone among a thousand is to be seen, too.
    let length = max(to - from, min(1.5, layout.side))
    canvas.fill(group.colour, x: x + from, y: y - strip - 1, width: length, height: strip)
    canvas.fill(group.colour, x: x - strip - 1, y: y + from, width: strip, height: length)
    guard to - from >= layout.numberSize else { return }
    canvas.text(
      "\(group.number + 1)", x: x + layout.side + 5, y: y + (from + to) / 2 + layout.numberSize * 0.36,
      size: layout.numberSize, .words)
  }

  /// Lines between two groups, unless they would hide the cells of one: of a group as narrow as a line nothing else is seen.
  private func drawLines(_ group: GroupSpan, _ next: GroupSpan, on canvas: Canvas, _ layout: MatrixLayout) {
    let narrowest = Double(min(group.places.count, next.places.count)) * layout.cell
    guard narrowest >= 4 * layout.lineWidth else { return }
    let (x, y, edge) = (layout.matrix.x, layout.matrix.y, layout.edge(of: group.places.upperBound))
    canvas.line(.black, width: layout.lineWidth, [(x + edge, y), (x + edge, y + layout.side)])
    canvas.line(.black, width: layout.lineWidth, [(x, y + edge), (x + layout.side, y + edge)])
  }

  private func drawLabels(on canvas: Canvas, _ layout: MatrixLayout) {
    guard let size = layout.labelSize else { return }
    for (place, label) in labels.enumerated() {
      let y = layout.matrix.y + (Double(place) + 0.5) * layout.cell + size * 0.36
      canvas.text(
        MatrixLayout.shortened(label), x: layout.matrix.x - layout.stripSize - 6, y: y, size: size,
        anchor: .end)
    }
  }

  private func drawColourBar(on canvas: Canvas, _ layout: MatrixLayout, hasUndefined: Bool) {
    let bar = layout.bar
    let steps = Int(bar.height)
    for step in 0..<steps {
      let r = 1 - 2 * (Double(step) + 0.5) / Double(steps)
      // A little over the next, so that no seam is seen between them.
      canvas.fill(
        DivergingMap.colour(of: r), x: bar.x, y: bar.y + Double(step), width: bar.width, height: 1.3)
    }
    canvas.text("r", x: bar.x, y: bar.y - layout.textSize * 0.6, size: layout.textSize)
    for r in [1, 0.5, 0, -0.5, -1] {
      let y = bar.y + bar.height * (1 - r) / 2
      canvas.line(.black, width: 1, [(bar.x + bar.width, y), (bar.x + bar.width + 4, y)])
      let text = r == 0 ? "0" : r == r.rounded() ? "\(Int(r))" : "\(r)"
      canvas.text(
        text.replacing("-", with: "\u{2212}"), x: bar.x + bar.width + 7, y: y + layout.textSize * 0.36,
        size: layout.textSize)
    }
    guard hasUndefined else { return }
    let y = bar.y + bar.height + layout.textSize
    canvas.fill(.undefined, x: bar.x, y: y, width: bar.width, height: bar.width)
    canvas.text(
      "undefined", x: bar.x + bar.width + 7, y: y + bar.width / 2 + layout.textSize * 0.36,
      size: layout.textSize)
  }
}

/// A group of stations that lie side by side.
private struct GroupSpan {
  let number: Int
  let places: Range<Int>
  let colour: Colour

  /// `groups` are those of the places, rising by one.
  static func all(_ groups: [Int]) -> [GroupSpan] {
    var starts = groups.indices.filter { $0 == 0 || groups[$0] != groups[$0 - 1] }
    starts.append(groups.count)
    let spans = zip(starts, starts.dropFirst()).map { $0..<$1 }
    return zip(spans, Colour.ofGroups(spans.map(\.count))).enumerated().map { number, group in
      GroupSpan(number: number, places: group.0, colour: group.1)
    }
  }
}
