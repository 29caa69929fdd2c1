/// A workload in smaller sizes, to find where distributing it begins to pay.
package struct Ladder {
  /// The unit of sizes: "matrices".
  package let unit: String
  /// Ascending, the full size last.
  package let sizes: [Int]
  /// The subject of a size.
  package let subject: (Int) -> any Subject

  /// Powers of four up to the full size, and that; nil where there is no smaller one.
  package init?(of unit: String, upTo size: Int, _ subject: @escaping (Int) -> any Subject) {
    guard size > 1 else { return nil }
    self.unit = unit
    sizes = sequence(first: 1) { $0 * 4 }.prefix { $0 < size } + [size]
    self.subject = subject
  }

  /// A glance at each: where two times cross is not known more exactly than they are.
  package static let plan: TrialPlan = {
    var plan = TrialPlan()
    plan.minimumTrials = 6
    plan.relativeWidth = 0.1
    plan.maximumTrials = 30
    plan.timeLimit = .milliseconds(500)
    return plan
  }()
}
