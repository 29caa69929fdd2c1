import Distribution
import Glibc
import Ingestion

/// Locale and time zones.
struct PlaceChecks {
  let environment: [String: String]

  var localeFinding: Finding {
    let asked = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    defer { unsafe setlocale(LC_ALL, "C") }
    guard unsafe setlocale(LC_ALL, "") != nil else {
      return .warning(
        "locale", "\(asked ?? "a category's locale") is not installed, so that programs use C",
        cure: "export LC_ALL=C.UTF-8, or generate it (Debian: dpkg-reconfigure locales)")
    }
    let characters = unsafe String(cString: nl_langinfo(nl_item(CODESET)))
    let words = "\(asked ?? "C") (\(characters)); numbers and order of outputs never depend on it"
    // The C locale shows bytes as they are.
    guard asked == nil || asked == "C" || asked == "POSIX" || characters == "UTF-8" else {
      return .warning(
        "locale", "\(words), but names of stations are UTF-8", cure: "export LC_ALL=C.UTF-8")
    }
    return .ok("locale", words)
  }

  /// Does a zone of which the rules are known give them? Makes it this process's own.
  var timeZoneFinding: Finding {
    let folder = environment["TZDIR"] ?? "/usr/share/zoneinfo"
    let (winter, summer) = (1_704_067_200, 1_719_792_000)  // 2024-01-01 and 2024-07-01
    guard let paris = TimeZoneRules(name: "Europe/Paris"), paris.offset(at: winter) == 3600,
      paris.offset(at: summer) == 7200
    else {
      return .warning(
        "time zones", "\(folder) does not know Europe/Paris, so that --timezone fails",
        cure: "install the tz database (Debian: apt install tzdata), or unset TZDIR")
    }
    // Debian's file of all rules begins "# version 2025b".
    let version = (SystemFile.text("\(folder)/tzdata.zi") ?? "").prefix { $0 != "\n" }
      .split(separator: " ").last.map { ", version \($0)" }
    return .ok("time zones", folder + (version ?? ""))
  }
}
