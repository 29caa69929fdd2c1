import Glibc

/// The end of a job that is to stop: its ranks may save first, and its launcher may not have heard.
struct RankStop {
  /// How long ranks may take that save what they have read: their launcher would kill them at once.
  static let patience = Duration.seconds(20)

  private let launcher: pid_t
  private let savesFirst: Bool
  /// How long the launcher may take that was told to stop. Hydra, which is quick, goes on for ever when that comes as it
  /// starts its ranks, and however often it is told again.
  private let launcherPatience: Duration
  private var asked: ContinuousClock.Instant?
  private var told: ContinuousClock.Instant?

  /// Without `savesFirst` the launcher is told before, by whoever gets the signal.
  init(_ launcher: pid_t, _ family: MPIFamily, savesFirst: Bool) {
    self.launcher = launcher
    self.savesFirst = savesFirst
    launcherPatience = .seconds(family == .mpich ? 2 : 5)
  }

  /// To be called again and again once they are to stop.
  mutating func step(_ watch: RankWatch) {
    guard let told else {
      if savesFirst {
        if asked == nil && watch.askAll() { asked = .now }
        if let asked, .now - asked < Self.patience { return }
        kill(launcher, SIGTERM)
      }
      told = .now
      return
    }
    guard .now - told > launcherPatience else { return }
    kill(launcher, SIGKILL)
    watch.endAll()
  }
}
