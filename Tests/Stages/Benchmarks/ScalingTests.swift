import Benchmarks
import Testing

@Suite("Scaling: speed-up, efficiency, serial fraction")
struct ScalingTests {
  private static func scaling(one: Double, time: Double, workers: Int) -> Scaling {
    func trials(_ seconds: Double) -> TrialStatistics { TrialStatistics(Array(repeating: seconds, count: 6)) }
    return Scaling(one: trials(one), trials(time), workers: workers)
  }

  @Test(
    "Amdahl's law gives back the serial fraction that it was given", arguments: [0, 0.05, 0.3, 0.9],
    [2, 3, 4, 64])
  func amdahl(serial: Double, workers: Int) throws {
    let time = 8 * (serial + (1 - serial) / Double(workers))
    let scaling = Self.scaling(one: 8, time: time, workers: workers)
    // Of order one, after a handful of operations.
    #expect(abs(try #require(scaling.serialFraction) - serial) < 1e-14)
    #expect(abs(scaling.efficiency * Double(workers) - scaling.speedUp) < 1e-13)
    #expect(scaling.gain == .yes)
  }

  @Test("known figures")
  func known() {
    let scaling = Self.scaling(one: 3, time: 2, workers: 2)
    #expect(scaling.speedUp == 1.5)
    #expect(scaling.efficiency == 0.75)
    #expect(scaling.interval == 1.5...1.5)
    #expect(abs(scaling.serialFraction! - 1 / 3.0) < 1e-15)
  }

  @Test("more than p-fold gain, less than none, or one worker: no serial fraction")
  func meaningless() {
    #expect(Self.scaling(one: 4, time: 1, workers: 2).serialFraction == nil)
    #expect(Self.scaling(one: 1, time: 1447, workers: 2).serialFraction == nil)
    #expect(Self.scaling(one: 1, time: 1447, workers: 2).gain == .no)
    #expect(Self.scaling(one: 5, time: 5, workers: 1).serialFraction == nil)
    #expect(Self.scaling(one: 5, time: 5, workers: 1).efficiency == 1)
  }

  @Test("work that grows with the workers: the speed-up of the rate (Gustafson), and no serial fraction")
  func weak() {
    let trials = TrialStatistics(Array(repeating: 2, count: 6))
    let ideal = Scaling(one: trials, trials, workers: 4, work: 4)
    #expect(ideal.speedUp == 4 && ideal.efficiency == 1 && ideal.interval == 4...4 && ideal.gain == .yes)
    let slow = Scaling(one: trials, TrialStatistics(Array(repeating: 4, count: 6)), workers: 4, work: 4)
    #expect(slow.speedUp == 2 && slow.efficiency == 0.5 && slow.serialFraction == nil)
  }

  @Test("the interval: the least of one median beside the greatest of the other; none of five trials")
  func interval() {
    let one = TrialStatistics([3, 4, 4, 4, 4, 5])
    let other = TrialStatistics([1, 2, 2, 2, 2, 4])
    let scaling = Scaling(one: one, other, workers: 2)
    #expect(scaling.interval == 3.0 / 4...5.0 / 1)
    #expect(scaling.gain == .undecided && scaling.serialFraction == nil)
    let few = Scaling(one: one, TrialStatistics([1, 1, 1, 1, 1]), workers: 2)
    #expect(few.interval == nil && few.gain == .undecided && few.speedUp == 4)
  }
}
