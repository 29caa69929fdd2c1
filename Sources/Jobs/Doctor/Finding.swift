/// A finding about one thing that velibcorr needs.
struct Finding: Encodable {
  enum Verdict: String, Encodable {
    case ok, warning
  }

  let name: String
  let verdict: Verdict
  let words: String
  /// The remedy of a warning.
  let cure: String?
  /// Figures of `words`, for programs, by name and unit.
  let figures: [String: Double]?

  static func ok(_ name: String, _ words: String, _ figures: [String: Double]? = nil) -> Finding {
    Finding(name: name, verdict: .ok, words: words, cure: nil, figures: figures)
  }

  static func warning(
    _ name: String, _ words: String, cure: String, _ figures: [String: Double]? = nil
  ) -> Finding {
    Finding(name: name, verdict: .warning, words: words, cure: cure, figures: figures)
  }
}
