/// How large a picture is drawn.
package struct PictureSize: Equatable, Sendable {
  /// Pixels from left to right; nil for as many as its contents want.
  package let width: Int?
  /// Pixels an inch that a PNG says it has; nil to say nothing.
  package let resolution: Int?

  /// Both above 0.
  package init(width: Int? = nil, resolution: Int? = nil) {
    (self.width, self.resolution) = (width, resolution)
  }

  /// Widths that a picture can have: cairo's images have at most 32,767 pixels a side, and a matrix is about square.
  package static let widths = 100...20_000
  /// Pixels an inch that make sense.
  package static let resolutions = 10...10_000
}
