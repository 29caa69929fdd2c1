import Glibc

/// The local time of a named zone, from the system's tz database through `localtime_r`.
package struct TimeZoneRules: Sendable {
  /// As the database has it, for instance `Europe/Paris`.
  package let name: String

  /// Finds the zone and makes it the process's own (`tzset`): to be called once, before threads start.
  /// Nil when the database has no zone of this name.
  package init?(name: String) {
    let folder = Self.folder
    let isName = !name.isEmpty && !name.hasPrefix("/") && !name.hasPrefix(":") && !name.contains("..")
    var status = stat()
    guard isName, unsafe stat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    guard Self.isZone("\(folder)/\(name)") else { return nil }
    self.name = name
    unsafe setenv("TZ", ":\(name)", 1)
    tzset()
  }

  /// A zone of the database whose name is that of another case, with blanks, or without the continent before it; nil
  /// for none.
  package static func similar(to name: String) -> String? {
    func plain(_ text: some StringProtocol) -> String {
      String(text.lowercased().map { $0 == " " ? "_" : $0 })
    }
    let (zones, wanted) = (allNames, plain(name))
    return zones.first { plain($0) == wanted }
      ?? zones.first { $0.split(separator: "/").last.map { plain($0) } == wanted }
  }

  /// From the database's own source, `tzdata.zi`: lines `Z name ...` of zones, `L zone name` of links.
  private static var allNames: [String] {
    guard let file = unsafe fopen("\(folder)/tzdata.zi", "r") else { return [] }
    defer { unsafe fclose(file) }
    var names: [String] = []
    var line = [CChar](repeating: 0, count: 4096)
    while unsafe fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
      let words = text.split(whereSeparator: \.isWhitespace)
      if words.first == "Z", words.count > 1 { names.append(String(words[1])) }
      if words.first == "L", words.count > 2 { names.append(String(words[2])) }
    }
    return names
  }

  private static var folder: String {
    unsafe getenv("TZDIR").map { unsafe String(cString: $0) } ?? "/usr/share/zoneinfo"
  }

  /// Tables of zones lie beside them: a zone starts with `TZif` (RFC 8536).
  private static func isZone(_ path: String) -> Bool {
    guard let file = unsafe fopen(path, "r") else { return false }
    defer { unsafe fclose(file) }
    var magic: [UInt8] = [0, 0, 0, 0]
    return unsafe fread(&magic, 1, 4, file) == 4 && magic == Array("TZif".utf8)
  }

  /// Seconds to add to UTC at a moment (seconds since 1970).
  package func offset(at moment: Int) -> Int {
    var moment = time_t(moment)
    var parts = unsafe tm()
    guard unsafe localtime_r(&moment, &parts) != nil else { return 0 }
    return unsafe parts.tm_gmtoff
  }

  /// The moments between two others at which clocks are set back: the hour before comes twice.
  package func setBacks(from start: Int, through end: Int) -> [Int] {
    var found: [Int] = []
    var moment = start
    while moment < end {
      // No zone changes its clocks twice within a day.
      let next = min(end, moment + 86_400)
      if offset(at: next) < offset(at: moment) {
        var (low, high) = (moment, next)
        while high - low > 1 {
          let middle = low + (high - low) / 2
          if offset(at: middle) == offset(at: low) { low = middle } else { high = middle }
        }
        found.append(high)
      }
      moment = next
    }
    return found
  }
}

/// Offsets that were asked for lately: `localtime_r` takes a lock. One to a thread.
struct OffsetCache {
  private let rules: TimeZoneRules
  private var quarters = [Int](repeating: .min, count: size)
  private var offsets = [Int](repeating: 0, count: size)
  private static let size = 1024

  init(_ rules: TimeZoneRules) { self.rules = rules }

  /// Seconds to add to UTC at a moment.
  @inline(__always)
  mutating func offset(at moment: Int) -> Int {
    // Clocks change on quarters of an hour; where a zone's past knows it otherwise, we ask each time.
    let quarter = (moment >= 0 ? moment : moment &- 899) / 900
    let slot = quarter & (Self.size - 1)
    if quarters[slot] == quarter { return offsets[slot] }
    return look(at: moment, quarter, slot)
  }

  @inline(never)
  private mutating func look(at moment: Int, _ quarter: Int, _ slot: Int) -> Int {
    let offset = rules.offset(at: moment)
    if rules.offset(at: quarter * 900) == offset && rules.offset(at: quarter * 900 + 899) == offset {
      quarters[slot] = quarter
      offsets[slot] = offset
    }
    return offset
  }
}
