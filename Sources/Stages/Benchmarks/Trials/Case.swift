/// A subject in one of its configurations.
package struct Case {
  /// The work that is timed.
  package let subject: any Subject
  /// The ranks and threads that it is timed on.
  package let configuration: Configuration
  /// How long it is timed.
  package let plan: TrialPlan

  /// The ranks of this job that take part.
  package var ranks: Int { subject.startsRanks ? 1 : configuration.ranks }

  /// The work of one run.
  package var amount: Amount { subject.amount(configuration) }

  /// A subject to be timed in one of its configurations.
  package init(_ subject: any Subject, _ configuration: Configuration, _ plan: TrialPlan = TrialPlan()) {
    self.subject = subject
    self.configuration = configuration
    self.plan = plan
  }
}

/// The results of the trials of a case.
package struct CaseTrials {
  /// Of each trial, in their order: until the last rank was done.
  package var seconds: [Double] = []
  /// Their sum over all trials.
  package var parts = RunParts()
  /// Of all runs, the warm-up too, the one farthest above its limit.
  package var verdict: Verdict?
  /// Of the last run that had any.
  package var failures: [TaskFailure] = []

  /// Of no trials.
  package init() {}
}
