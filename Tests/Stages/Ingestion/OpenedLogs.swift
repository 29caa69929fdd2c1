import Ingestion
import Testing

extension Input {
  /// The input at `path`.
  init(
    path: String, columns: ColumnChoice = ColumnChoice(), needsTime: Bool = false, size: Int? = nil,
    blockSize: Int = LogFile.defaultBlockSize, keepsDigest: Bool = false
  ) throws(IngestionError) {
    try self.init(
      at: InputPlace(path, size: size), columns: columns, needsTime: needsTime, blockSize: blockSize,
      keepsDigest: keepsDigest)
  }
}

extension LogFile {
  /// The log at `path`, which has to be one that can be read anywhere.
  init(
    path: String, columns: ColumnChoice = ColumnChoice(), needsTime: Bool = false,
    blockSize: Int = defaultBlockSize
  ) throws {
    let input = try Input(path: path, columns: columns, needsTime: needsTime, blockSize: blockSize)
    self = try #require(input.log)
  }
}
