import SystemPackage

/// Why an input cannot be read at all, or not to its end.
package enum IngestionError: Error {
  case cannotOpen(path: String, Errno)
  case isDirectory(path: String)
  case empty(path: String)
  /// Not delimited text; what it is and what to do.
  case refused(path: String, what: String, advice: String)
  case layout(path: String, LayoutError)
  /// None of the files in an archive is a log; what was missing in the likeliest of them.
  case noLog(path: String, members: [String])
  /// It was to be a list of stations.
  case noStations(path: String)
  case reading(path: String, offset: Int, Errno)
  /// It is not any more what it was when it was opened.
  case changed(path: String, InputChange)
  case stream(path: String, StreamError)
  case profiles(path: String, ProfileFileError)
  /// A row ends the run; its line when it could be told.
  case fault(path: String, line: Int?, RowFault, layout: RecordLayout)
  /// A record of JSON, counted from 1, ends the run.
  case record(path: String, number: Int, RowFault, layout: RecordLayout)
}

extension IngestionError {
  /// Names the input at `path` in what `body` throws of its stream.
  static func of<R>(_ path: String, _ body: () throws -> R) throws(IngestionError) -> R {
    do {
      return try body()
    } catch let error as IngestionError {
      throw error
    } catch let error as StreamError {
      throw .stream(path: path, error)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
