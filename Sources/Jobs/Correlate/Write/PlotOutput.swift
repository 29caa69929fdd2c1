import Rendering

/// Where a picture goes.
package struct PlotOutput {
  let kind: PictureKind

  /// The kind is the extension's; standard output gets a PNG.
  init(path: String) {
    kind = Self.kind(of: path) ?? .png
  }

  /// The extensions of pictures, without a point.
  package static let extensions = PictureKind.allCases.map(\.rawValue)

  /// The kind that the extension of a path names; nil for none of them.
  package static func kind(of path: String) -> PictureKind? {
    guard let point = path.lastIndex(of: ".") else { return nil }
    return PictureKind(rawValue: path[path.index(after: point)...].lowercased())
  }
}
