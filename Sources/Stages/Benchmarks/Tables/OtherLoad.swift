/// What else the cores did during trials, as parts of all their time.
package struct OtherLoad: Codable, Sendable, Equatable {
  /// By processes that are not of this job.
  package let others: Double
  /// By other machines that the same hardware serves (the kernel's "steal").
  package let stolen: Double
  /// How often a core was slowed down as it was too hot, or this job as it had used up its quota.
  package let slowdowns: Int

  /// A share above which times say little.
  package static let limit = 0.05

  /// A load as it was measured.
  package init(others: Double, stolen: Double, slowdowns: Int) {
    self.others = others
    self.stolen = stolen
    self.slowdowns = slowdowns
  }

  /// Is the machine left to this job?
  package var isQuiet: Bool { others <= Self.limit && stolen <= Self.limit && slowdowns == 0 }
}
