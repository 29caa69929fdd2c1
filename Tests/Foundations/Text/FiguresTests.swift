import Testing
import Text

@Suite("Numbers for people")
struct FiguresTests {
  @Test("digits stand in threes")
  func grouped() {
    #expect([0, 999, 1_000, 1_103_787].map { Figures.grouped($0) } == ["0", "999", "1,000", "1,103,787"])
    #expect([-999, -123_456].map { Figures.grouped($0) } == ["-999", "-123,456"])
    #expect(Figures.grouped(UInt64.max) == "18,446,744,073,709,551,615")
  }

  @Test("places are fixed, and halves go away from zero")
  func fixed() {
    #expect(Figures.fixed(1.25, 1) == "1.3")
    #expect(Figures.fixed(-1.25, 1) == "-1.3")
    #expect(Figures.fixed(-0.05, 2) == "-0.05")
    #expect(Figures.fixed(2, 3) == "2.000")
    #expect(Figures.fixed(0.5, 0) == "1")
    #expect(Figures.fixed(1e30, 1) == "1000000000000000019884624838656.0")
    #expect(Figures.fixed(.infinity, 2) == "inf")
  }

  @Test("four significant digits, of running text and of columns")
  func significant() {
    #expect(Figures.significant(0.000_031_25) == "3.125e-05")
    #expect(Figures.significant(0.0213) == "0.0213")
    #expect(Figures.number(0.0213) == "0.02130")
    #expect(
      [3.125, 12_410, 12_410.6, 0, -1234].map(Figures.number) == ["3.125", "12,410", "12,411", "0", "-1,234"])
    #expect([3.1e-9, 2e20, .nan, .infinity].map(Figures.number) == ["3.1e-09", "2e+20", "NaN", "infinite"])
  }

  @Test("times, sizes and shares have their units")
  func units() {
    #expect(Figures.seconds(0.13149) == "0.131 s")
    #expect(
      [2.5, 4.217e-3, 1e-6, 3e-9].map(Figures.time) == ["2.500 s", "4.217 ms", "1.000 us", "3.000 ns"])
    let sizes = [999_949, 999_950, 1_000_000, 12_345_678].map(Figures.size)
    #expect(sizes == ["999.9 kB", "1.0 MB", "1.0 MB", "12.3 MB"])
    #expect(Figures.percent(0.873) == "87.3")
  }
}
