import Benchmarks
import Testing

@Suite("Scaling: speed-up, efficiency, serial fraction")
struct ScalingTests {
  @Test(
    "Amdahl's law gives back the serial fraction that it was given", arguments: [0, 0.05, 0.3, 1],
    [2, 3, 4, 64])
  func amdahl(serial: Double, workers: Int) throws {
    let scaling = Scaling(one: 8, time: 8 * (serial + (1 - serial) / Double(workers)), workers: workers)
    // Of order one, after a handful of operations.
    #expect(abs(try #require(scaling.serialFraction) - serial) < 1e-14)
    #expect(abs(scaling.efficiency * Double(workers) - scaling.speedUp) < 1e-13)
  }

  @Test("known figures")
  func known() {
    let scaling = Scaling(one: 3, time: 2, workers: 2)
    #expect(scaling.speedUp == 1.5)
    #expect(scaling.efficiency == 0.75)
    #expect(abs(scaling.serialFraction! - 1 / 3.0) < 1e-15)
  }

  @Test("more than p-fold gain is a negative fraction; less than none, one above 1")
  func extremes() {
    #expect(Scaling(one: 4, time: 1, workers: 2).serialFraction == -0.5)
    #expect(Scaling(one: 1, time: 2, workers: 2).serialFraction == 3)
  }

  @Test("one worker has no serial fraction")
  func one() {
    #expect(Scaling(one: 5, time: 5, workers: 1).serialFraction == nil)
    #expect(Scaling(one: 5, time: 5, workers: 1).efficiency == 1)
  }
}
