import Rendering
import Testing

@Suite("Fonts of pictures")
struct FontChoiceTests {
  @Test("what the first font has is one run")
  func one() {
    #expect(FontChoice().runs(of: "Gare 7 é") == [.init(text: "Gare 7 é", family: "sans-serif")])
    #expect(FontChoice().runs(of: "") == [.init(text: "", family: "sans-serif")])
  }

  /// DejaVu Sans Mono has no Hebrew letters, DejaVu Sans has.
  @Test(
    "other letters are of the first font that has them, blanks of what is before them",
    .enabled(
      if: FontChoice(["DejaVu Sans", "DejaVu Sans Mono"]).runs(of: "\u{5e9}")[0].family == "DejaVu Sans"))
  func others() {
    let fonts = FontChoice(["DejaVu Sans Mono", "DejaVu Sans"])
    #expect(
      fonts.runs(of: "7 \u{5e9}\u{5dc}\u{5d5}\u{5dd} a\u{2212}1") == [
        .init(text: "7 ", family: "DejaVu Sans Mono"),
        .init(text: "\u{5e9}\u{5dc}\u{5d5}\u{5dd} ", family: "DejaVu Sans"),
        .init(text: "a\u{2212}1", family: "DejaVu Sans Mono"),
      ])
  }

  @Test("a sign that none has is written as another")
  func sign() {
    let fonts = FontChoice(["DejaVu Sans"], signs: ["\u{10FFFD}": "-"])
    #expect(fonts.runs(of: "r \u{10FFFD}0.5") == [.init(text: "r -0.5", family: "DejaVu Sans")])
    #expect(FontChoice.signs["\u{2212}"] == "-")
  }

  @Test("what none has stays with the first")
  func none() {
    #expect(
      FontChoice(["DejaVu Sans"]).runs(of: "\u{10FFFD}") == [.init(text: "\u{10FFFD}", family: "DejaVu Sans")]
    )
  }
}
