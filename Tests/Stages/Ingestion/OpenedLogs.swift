import Ingestion
import Testing

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
