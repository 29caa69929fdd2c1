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

/// A white page to draw on, by cairo, or as SVG. Lengths are pixels of a PNG, points of a PDF, before `scale`; y goes down.
@safe final class Canvas {
  enum Anchor: Double {
    case start = 0
    case middle = 0.5
    case end = 1
  }

  let width, height: Double
  private let kind: PictureKind
  private let size: PictureSize
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let sink = Sink()
  /// What is drawn on where the picture is an SVG; cairo measures.
  private let svg: SVGPage?
  private let fonts: FontChoice

  /// What cairo has written so far.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  init(
    _ kind: PictureKind, width: Double, height: Double, size: PictureSize = PictureSize(), title: String = "",
    fonts: FontChoice = FontChoice()
  ) {
    (self.width, self.height, self.kind, self.size, self.fonts) = (width, height, kind, size, fonts)
    let scale = size.width.map { Double($0) / width } ?? 1
    let (wide, high) = (size.width.map(Double.init) ?? width, (scale * height).rounded(.up))
    svg = kind == .svg ? SVGPage(width: width, height: height, scale: scale, title: title) : nil
    let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
    unsafe surface =
      switch kind {
      case .png: unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(wide), Int32(high))!
      case .svg: unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)!
      case .pdf: unsafe cairo_pdf_surface_create_for_stream(Self.write, target, wide, high)!
      }
    // The same picture is the same bytes on any day.
    if kind == .pdf {
      unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    }
    unsafe context = unsafe cairo_create(surface)!
    if kind != .svg { unsafe cairo_scale(context, scale, scale) }
    // Rounded up, the page may be a little higher than what is drawn.
    fill(.white, x: 0, y: 0, width: width, height: height + 1)
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
    try check(unsafe cairo_status(context))
    if let svg { return svg.finish() }
    if kind == .png {
      let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
      try check(unsafe cairo_surface_write_to_png_stream(surface, Self.write, target))
    }
    unsafe cairo_surface_finish(surface)
    try check(unsafe cairo_surface_status(surface))
    guard kind == .png, let resolution = size.resolution else { return sink.bytes }
    return PNGResolution.added(resolution, to: sink.bytes)
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
    if let svg { return svg.fill(colour, x: x, y: y, width: width, height: height) }
    set(colour)
    unsafe cairo_rectangle(context, x, y, width, height)
    unsafe cairo_fill(context)
  }

  /// A line through points, in dashes as long as their gaps where `dash` is more than 0.
  func line(_ colour: Colour, width: Double, dash: Double = 0, _ points: [(x: Double, y: Double)]) {
    guard let first = points.first else { return }
    if let svg { return svg.line(colour, width: width, dash: dash, points) }
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
    if let svg { return svg.area(colour, points) }
    set(colour)
    unsafe cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    unsafe cairo_fill(context)
  }

  /// A line of text; `y` is that of its base line.
  func text(
    _ text: String, x: Double, y: Double, size: Double, anchor: Anchor = .start, _ colour: Colour = .black
  ) {
    draw(text, x: x, y: y, size: size, anchor: anchor, isBold: false, colour)
  }

  /// A line of bold text.
  func heading(_ text: String, x: Double, y: Double, size: Double) {
    draw(text, x: x, y: y, size: size, anchor: .start, isBold: true, .black)
  }

  private func draw(
    _ text: String, x: Double, y: Double, size: Double, anchor: Anchor, isBold: Bool, _ colour: Colour
  ) {
    if let svg {
      return svg.text(text, x: x, y: y, size: size, anchor: anchor, isBold: isBold, colour)
    }
    set(colour)
    unsafe cairo_set_font_size(context, size)
    let shift = anchor == .start ? 0 : anchor.rawValue * width(of: text, size: size, isBold: isBold)
    unsafe cairo_move_to(context, x - shift, y)
    for run in fonts.runs(of: text, isBold: isBold) {
      unsafe FontChoice.select(run.family, isBold, on: context)
      unsafe cairo_show_text(context, run.text)
    }
  }

  func width(of text: String, size: Double, isBold: Bool = false) -> Double {
    unsafe cairo_set_font_size(context, size)
    return fonts.runs(of: text, isBold: isBold).reduce(0) { width, run in
      unsafe FontChoice.select(run.family, isBold, on: context)
      var extents = cairo_text_extents_t()
      unsafe cairo_text_extents(context, run.text, &extents)
      return width + extents.x_advance
    }
  }

  /// Cut where it is wider than the room there is.
  func shortened(_ text: String, to room: Double, size: Double, isBold: Bool = false) -> String {
    guard width(of: text, size: size, isBold: isBold) > room else { return text }
    var text = text
    while !text.isEmpty, width(of: text + "\u{2026}", size: size, isBold: isBold) > room { text.removeLast() }
    return text + "\u{2026}"
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
    if let svg { return unsafe svg.image(png: png(image!), side: Double(side), x: x, y: y) }
    unsafe cairo_set_source_surface(context, image, x, y)
    // A pixel is a cell: nothing is to be blurred where it is scaled.
    unsafe cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    unsafe cairo_paint(context)
  }

  private func png(_ image: OpaquePointer) -> [UInt8] {
    let file = Sink()
    let target = unsafe Unmanaged.passUnretained(file).toOpaque()
    _ = unsafe cairo_surface_write_to_png_stream(image, Self.write, target)
    return file.bytes
  }
}
