import Foundation
import TestSupport
import Testing

/// The matrix loads with the readers that people use.
@Suite struct ReaderTests {
  static let python = ProcessInfo.processInfo.environment["VELIBCORR_PYTHON"]

  /// Stations whose identifiers need quotes, one of them constant.
  static let log: String = {
    var log = "station,free_docks,bikes,hour\n"
    for (i, id) in ["007", "\"a,b\"", "\"x\ny\"", "\"say \"\"hi\"\"\"", "Évry"].enumerated() {
      for hour in 0..<6 {
        log += "\(id),\(i == 0 ? 5 : (hour * hour + i * hour) % 7),5,\(hour)\n"
      }
    }
    return log
  }()

  @Test(
    "pandas.read_csv(f, index_col=0)", .enabled(if: ReaderTests.python != nil, "VELIBCORR_PYTHON is not set"))
  func pandas() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("named.csv", Self.log)
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    for file in ["named.csv", "log.txt"] {
      #expect(try velibcorr.run(file).ending == .exit(0))
    }
    let script = """
      import numpy, pandas
      named = pandas.read_csv("named.correlation.csv", index_col=0)
      assert list(named.index) == ["007", "a,b", 'say "hi"', "x\\ny", "Évry"], list(named.index)
      assert list(named.columns) == list(named.index), list(named.columns)
      large = pandas.read_csv("log.correlation.csv", index_col=0)
      assert large.shape == (297, 297), large.shape
      assert [str(i) for i in large.index] == list(large.columns)
      for frame, constant in (named, ["007"]), (large, ["19005"]):
          r = frame.to_numpy()
          assert r.dtype == numpy.float64, r.dtype
          assert numpy.array_equal(r, r.T, equal_nan=True)
          undefined = frame.isna().all(axis=1).to_numpy()
          assert [str(i) for i in frame.index[undefined]] == constant, frame.index[undefined]
          assert numpy.isnan(r).sum() == 2 * len(r) - 1
          assert (numpy.diag(r)[~undefined] == 1).all() and numpy.nanmax(abs(r)) == 1
      print("checked")
      """
    let outcome = try velibcorr.start(command: [try #require(Self.python), "-c", script]).wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.text == "checked\n")
  }

  @Test(
    "R's read.csv(f, row.names=1, check.names=FALSE)",
    .enabled(if: Velibcorr.path(of: "Rscript") != nil, "Rscript is not on PATH"))
  func r() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("named.csv", Self.log)
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    for file in ["named.csv", "log.txt"] {
      #expect(try velibcorr.run(file).ending == .exit(0))
    }
    let script = """
      named <- read.csv("named.correlation.csv", row.names=1, check.names=FALSE, encoding="UTF-8")
      stopifnot(identical(rownames(named), c("007", "a,b", 'say "hi"', "x\\ny", "\\u00c9vry")))
      stopifnot(identical(colnames(named), rownames(named)))
      large <- read.csv("log.correlation.csv", row.names=1, check.names=FALSE)
      stopifnot(identical(dim(large), c(297L, 297L)), identical(colnames(large), rownames(large)))
      for (item in list(list(named, "007"), list(large, "19005"))) {
        r <- as.matrix(item[[1]])
        stopifnot(is.numeric(r), isSymmetric(unname(r)))
        stopifnot(identical(rownames(r)[rowSums(is.na(r)) == ncol(r)], item[[2]]))
        stopifnot(sum(is.na(r)) == 2 * nrow(r) - 1, max(abs(r), na.rm=TRUE) == 1)
      }
      cat("checked\\n")
      """
    let path = try velibcorr.write("check.R", script)
    let outcome = try velibcorr.start(
      command: ["Rscript", "--vanilla", path], environment: ["LC_ALL": "C.UTF-8"]
    ).wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.text == "checked\n")
  }
}
