import CCairo

/// The kinds of picture files, by their extensions.
package enum PictureKind: String, CaseIterable, Sendable {
  case png, svg, pdf
}

/// cairo's word for what went wrong (`cairo_status_to_string`).
package struct PictureError: Error, Equatable {
  /// As cairo says it.
  package let words: String
}

/// A white page to draw on, by cairo. Lengths are pixels of a PNG, points of a PDF; y goes down.
@safe final class Canvas {
  enum Anchor: Double {
    case start = 0
    case middle = 0.5
    case end = 1
  }

  let width, height: Double
  private let kind: PictureKind
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let sink = Sink()

  /// What cairo has written so far.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  init(_ kind: PictureKind, width: Double, height: Double) {
    self.width = width
    self.height = height
    self.kind = kind
    let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
    unsafe surface =
      switch kind {
      case .png: unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))!
      case .svg: unsafe cairo_svg_surface_create_for_stream(Self.write, target, width, height)!
      case .pdf: unsafe cairo_pdf_surface_create_for_stream(Self.write, target, width, height)!
      }
    // The same picture is the same bytes on any day.
    if kind == .pdf {
      unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    }
    unsafe context = unsafe cairo_create(surface)!
    fill(.white, x: 0, y: 0, width: width, height: height)
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  private static let write: cairo_write_func_t = { target, data, count in
    let sink = unsafe Unmanaged<Sink>.fromOpaque(target!).takeUnretainedValue()
    unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }

  /// Ends the picture; returns the file.
  func finish() throws(PictureError) -> [UInt8] {
    if kind == .png {
      let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
      try check(unsafe cairo_surface_write_to_png_stream(surface, Self.write, target))
    }
    try check(unsafe cairo_status(context))
    unsafe cairo_surface_finish(surface)
    try check(unsafe cairo_surface_status(surface))
    return sink.bytes
  }

  private func check(_ status: cairo_status_t) throws(PictureError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw PictureError(words: unsafe String(cString: cairo_status_to_string(status)))
  }

  // MARK: - Drawing

  private func set(_ colour: Colour) {
    unsafe cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
  }

  func fill(_ colour: Colour, x: Double, y: Double, width: Double, height: Double) {
    set(colour)
    unsafe cairo_rectangle(context, x, y, width, height)
    unsafe cairo_fill(context)
  }

  /// A line through points, in dashes as long as their gaps where `dash` is more than 0.
  func line(_ colour: Colour, width: Double, dash: Double = 0, _ points: [(x: Double, y: Double)]) {
    guard let first = points.first else { return }
    set(colour)
    unsafe cairo_set_line_width(context, width)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    unsafe cairo_set_dash(context, [dash], dash > 0 ? 1 : 0, 0)
    unsafe cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    unsafe cairo_stroke(context)
  }

  /// What lies within a line through points.
  func area(_ colour: Colour, _ points: [(x: Double, y: Double)]) {
    guard let first = points.first else { return }
    set(colour)
    unsafe cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    unsafe cairo_fill(context)
  }

  /// A line of text; `y` is that of its base line.
  func text(
    _ text: String, x: Double, y: Double, size: Double, anchor: Anchor = .start, _ colour: Colour = .black
  ) {
    set(colour)
    let shift = anchor == .start ? 0 : anchor.rawValue * width(of: text, size: size)
    select(size, false)
    unsafe cairo_move_to(context, x - shift, y)
    unsafe cairo_show_text(context, text)
  }

  /// A line of bold text.
  func heading(_ text: String, x: Double, y: Double, size: Double) {
    set(.black)
    select(size, true)
    unsafe cairo_move_to(context, x, y)
    unsafe cairo_show_text(context, text)
  }

  func width(of text: String, size: Double, isBold: Bool = false) -> Double {
    select(size, isBold)
    var extents = cairo_text_extents_t()
    unsafe cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// Cut where it is wider than the room there is.
  func shortened(_ text: String, to room: Double, size: Double, isBold: Bool = false) -> String {
    guard width(of: text, size: size, isBold: isBold) > room else { return text }
    var text = text
    while !text.isEmpty, width(of: text + "\u{2026}", size: size, isBold: isBold) > room { text.removeLast() }
    return text + "\u{2026}"
  }

  private func select(_ size: Double, _ isBold: Bool) {
    unsafe cairo_select_font_face(
      context, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
      isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    unsafe cairo_set_font_size(context, size)
  }

  /// A square of pixels, row by row, each 0x00RRGGBB.
  func image(_ pixels: [UInt32], side: Int, x: Double, y: Double) {
    precondition(pixels.count == side * side)
    guard side > 0 else { return }
    let image = unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(side), Int32(side))
    defer { unsafe cairo_surface_destroy(image) }
    guard unsafe cairo_surface_status(image) == CAIRO_STATUS_SUCCESS,
      let data = unsafe cairo_image_surface_get_data(image)
    else { return unsafe cairo_set_source_surface(context, image, x, y) }
    let stride = unsafe Int(cairo_image_surface_get_stride(image))
    unsafe cairo_surface_flush(image)
    unsafe pixels.withUnsafeBytes { pixels in
      for row in 0..<side {
        let source = unsafe UnsafeRawBufferPointer(rebasing: pixels[4 * row * side..<4 * (row + 1) * side])
        unsafe UnsafeMutableRawBufferPointer(start: data + row * stride, count: 4 * side).copyMemory(
          from: source)
      }
    }
    unsafe cairo_surface_mark_dirty(image)
    unsafe cairo_set_source_surface(context, image, x, y)
    // A pixel is a cell: nothing is to be blurred where it is scaled.
    unsafe cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    unsafe cairo_paint(context)
  }
}
