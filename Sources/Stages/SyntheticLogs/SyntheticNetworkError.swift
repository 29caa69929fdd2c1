/// A network that was asked for and cannot be made; the description names what was found and expected.
package enum SyntheticNetworkError: Error, Equatable, CustomStringConvertible {
  case stations(Int)
  case days(Int)
  case every(Int)
  case tooFewRows(Int)
  /// More rows than the network yields in the longest log.
  case tooManyRows(Int, most: Int)

  package var description: String {
    switch self {
    case .stations(let found):
      "the number of stations is \(found); expected \(Limits.stations.text)"
    case .days(let found):
      "the number of days is \(found); expected \(Limits.days.text)"
    case .every(let found):
      "the minutes between two readings are \(found); expected \(Limits.every.text)"
    case .tooFewRows(let found):
      "the number of rows is \(found); expected at least 1"
    case .tooManyRows(let found, let most):
      "the number of rows is \(found); expected at most \(most), which these stations give in "
        + "\(Limits.days.upperBound) days (more stations, or more frequent readings, give more)"
    }
  }
}
