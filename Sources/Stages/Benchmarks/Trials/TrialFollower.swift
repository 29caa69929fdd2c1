/// Hears on rank 0 what trials are run, and says when it is enough.
package protocol TrialFollower: AnyObject {
  /// Are the trials that there are by now all that is wanted? Asked before each.
  var wantsEnd: Bool { get }
  /// A trial begins.
  ///
  /// - Parameters:
  ///   - trial: counted from 1; of the warm-up 1, too.
  ///   - secondsLeft: about, of all trials to come.
  func begins(_ timed: Case, trial: Int, secondsLeft: Double)
}
