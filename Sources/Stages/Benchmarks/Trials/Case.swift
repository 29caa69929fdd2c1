/// A subject in one of its configurations.
package struct Case {
  package let subject: any Subject
  package let configuration: Configuration
  package let plan: TrialPlan

  package init(_ subject: any Subject, _ configuration: Configuration, _ plan: TrialPlan = TrialPlan()) {
    self.subject = subject
    self.configuration = configuration
    self.plan = plan
  }
}

/// What the trials of a case brought.
package struct CaseTrials {
  /// Of each trial, in their order: until the last rank was done.
  package var seconds: [Double] = []
  /// Their sum over all trials.
  package var parts = RunParts()
  /// Of all runs, the warm-up too, the one farthest above its limit.
  package var verdict: Verdict?
  /// Of the last run that had any.
  package var failures: [TaskFailure] = []

  package init() {}
}
