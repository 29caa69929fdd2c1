import CCairo
import Foundation
import Testing

/// The pixels of a PNG, as cairo reads them.
struct DecodedPNG {
  let width, height: Int
  /// Row by row, 0x00RRGGBB.
  private(set) var pixels: [UInt32] = []

  init(_ png: [UInt8]) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "velibcorr-\(UUID()).png")
    try Data(png).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let surface = try #require(cairo_image_surface_create_from_png(file.path))
    defer { cairo_surface_destroy(surface) }
    try #require(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let data = try #require(cairo_image_surface_get_data(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    for row in 0..<height {
      let start = UnsafeRawPointer(data + row * stride)
      for column in 0..<width {
        pixels.append(start.load(fromByteOffset: 4 * column, as: UInt32.self) & 0xFF_FFFF)
      }
    }
  }

  /// Rows that have the colour in more than so many pixels, from above.
  func rows(of code: UInt32, wider least: Int) -> [Int] {
    (0..<height).filter { row in
      pixels[row * width..<(row + 1) * width].count { $0 == code } > least
    }
  }
}
