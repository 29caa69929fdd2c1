import Jobs
import Testing

@Suite("MatrixDifference: matrices of two programs")
struct MatrixDifferenceTests {
  private func difference(_ first: String, _ second: String) -> Double {
    MatrixDifference.between(Array(first.utf8), Array(second.utf8)).value
  }

  @Test("numbers may be written otherwise, and quotes do not count")
  func same() {
    #expect(difference("station,a,b\na,1,\nb,,0.5\n", "station,\"a\",\"b\"\r\na,1.0,\nb,,5e-1") == 0)
    #expect(abs(difference("s,a\na,0.25\n", "s,a\na,0.251\n") - 0.001) < 1e-15)
    #expect(difference("", "") == 0)
  }

  @Test(
    "other stations, a number that one alone has, another shape",
    arguments: ["s,a\nb,0.25\n", "s,a\na,\n", "s,a\na,0.25,1\n", "s,a\n", "s,a\na,0.25\nb,1\n"])
  func other(_ text: String) {
    #expect(difference("s,a\na,0.25\n", text) == .infinity)
  }
}
