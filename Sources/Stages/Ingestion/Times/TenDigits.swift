import Availability

/// Ten digits that are a date whose year does not come first in four digits: read as seconds since 1970 they would be
/// another time.
enum TenDigits: CaseIterable {
  /// `YYMMDDhhmm`
  case shortYear
  /// `DDMMYYYYhh`
  case dayFirst
  /// `MMDDYYYYhh`
  case monthFirst

  /// The forms that all values have; none where they are seconds: these have every digit from 0 to 9 in most places
  /// within minutes, and no year that stays the same for two.
  static func forms(of values: [String]) -> [TenDigits] {
    let numbers = values.compactMap { text -> [Int]? in
      let digits = text.utf8.map { Int($0) - 48 }
      guard digits.count == 10, digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
      return stride(from: 0, to: 10, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
    }
    // Some may be damaged, or stand for nothing.
    guard 20 * numbers.count >= 19 * values.count, Set(values).count > 2 else { return [] }
    let style = TimestampStyle()
    return allCases.filter { form in
      numbers.allSatisfy { n in
        switch form {
        case .shortYear: style.day(2000 + n[0], n[1], n[2]) != nil && n[3] < 24 && n[4] < 60
        case .dayFirst: style.day(n[2] * 100 + n[3], n[1], n[0]) != nil && n[4] < 24
        case .monthFirst: style.day(n[2] * 100 + n[3], n[0], n[1]) != nil && n[4] < 24
        }
      }
    }
  }

  /// The form in a message.
  var title: String {
    switch self {
    case .shortYear: "YYMMDDhhmm"
    case .dayFirst: "DDMMYYYYhh"
    case .monthFirst: "MMDDYYYYhh"
    }
  }

  /// An awk expression that makes of the field a time that is read.
  func mended(_ field: String) -> String {
    switch self {
    case .shortYear: "\"20\" \(field)"
    case .dayFirst: "substr(\(field),5,4) substr(\(field),3,2) substr(\(field),1,2) substr(\(field),9,2)"
    case .monthFirst: "substr(\(field),5,4) substr(\(field),1,4) substr(\(field),9,2)"
    }
  }
}
