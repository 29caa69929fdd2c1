import LinearAlgebra
import Testing

@Suite("Greatest: the greatest of some magnitudes")
struct GreatestTests {
  @Test(
    "the greatest; 0 of none; NaN wherever one stands",
    arguments: [
      ([], 0), ([0, 0], 0), ([1, 3, 2], 3), ([1, .infinity, 2], .infinity), ([.nan, 1], .nan),
      ([1, .nan], .nan),
      ([1, .nan, 5, .infinity], .nan),
    ] as [([Double], Double)])
  func greatest(magnitudes: [Double], expected: Double) {
    var greatest = Greatest()
    for magnitude in magnitudes { greatest.take(magnitude) }
    #expect(greatest.value == expected || greatest.value.isNaN && expected.isNaN)
  }
}
