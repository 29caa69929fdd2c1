import CCairo

/// Fonts for what the system's font for text has no shapes of: minus signs in poor ones, the letters of other scripts.
///
/// cairo takes one font for a text, and draws a box for what it lacks. Here each run of letters gets the first of some
/// families that has them all; where none has, it stays with the first.
@safe package final class FontChoice {
  /// A part of a text, and the family that it is drawn in.
  package struct Run: Equatable {
    /// Some letters.
    package var text: String
    /// As fontconfig has it.
    package let family: String

    /// Letters of a family.
    package init(text: String, family: String) { (self.text, self.family) = (text, family) }
  }

  /// The system's font first; those that are not there are what the system has in their place.
  package static let families = [
    "sans-serif", "DejaVu Sans", "Noto Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans Arabic",
    "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans Symbols2", "Noto Emoji",
    "WenQuanYi Zen Hei", "Droid Sans Fallback", "FreeSans", "Liberation Sans", "Unifont",
  ]

  /// What is written for signs of pictures that no font has: where none is installed, cairo draws ASCII alone.
  package static let signs: [Character: String] = ["\u{2212}": "-", "\u{b7}": "-", "\u{2013}": "-"]

  private let families: [String]
  private let signs: [Character: String]
  /// To ask with.
  private let surface, context: OpaquePointer

  /// `families` are tried in their order.
  package init(_ families: [String] = FontChoice.families, signs: [Character: String] = FontChoice.signs) {
    (self.families, self.signs) = (families, signs)
    unsafe surface = unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)!
    unsafe context = unsafe cairo_create(surface)!
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  /// The runs of a text, from first to last.
  package func runs(of text: String, isBold: Bool = false) -> [Run] {
    guard !has(text, families[0], isBold) else { return [Run(text: text, family: families[0])] }
    var runs: [Run] = []
    for character in text {
      var letter = String(character)
      // Blanks go with what is before them.
      let known =
        letter == " " && !runs.isEmpty
        ? runs[runs.count - 1].family : families.first { has(letter, $0, isBold) }
      if known == nil, let sign = signs[character] { letter = sign }
      let family = known ?? families[0]
      if runs.last?.family == family {
        runs[runs.count - 1].text += letter
      } else {
        runs.append(Run(text: letter, family: family))
      }
    }
    return runs
  }

  /// Has the font a shape for each letter?
  private func has(_ text: String, _ family: String, _ isBold: Bool) -> Bool {
    unsafe Self.select(family, isBold, on: context)
    var (glyphs, count) = unsafe (UnsafeMutablePointer<cairo_glyph_t>?.none, Int32(0))
    defer { unsafe cairo_glyph_free(glyphs) }
    let status = unsafe cairo_scaled_font_text_to_glyphs(
      cairo_get_scaled_font(context), 0, 0, text, -1, &glyphs, &count, nil, nil, nil)
    guard status == CAIRO_STATUS_SUCCESS, let glyphs = unsafe glyphs else { return true }
    // Shape 0 stands for what is not there (OpenType, "Recommendations for OpenType fonts").
    return (0..<Int(count)).allSatisfy { unsafe glyphs[$0].index != 0 }
  }

  static func select(_ family: String, _ isBold: Bool, on context: OpaquePointer) {
    unsafe cairo_select_font_face(
      context, family, CAIRO_FONT_SLANT_NORMAL, isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
  }
}
