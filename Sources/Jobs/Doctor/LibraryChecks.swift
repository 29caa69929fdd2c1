import SharedLibraries

/// The libraries that are opened when they are needed.
struct LibraryChecks {
  private let missing: [MissingLibrary]

  /// Opens them all.
  init() {
    missing = SharedLibrary.allCases.compactMap { library in
      do throws(MissingLibrary) { try library.open() } catch { return error }
      return nil
    }
  }

  func has(_ library: SharedLibrary) -> Bool { !missing.contains { $0.library == library } }

  /// One for each that is missing, or one for all.
  var findings: [Finding] {
    guard !missing.isEmpty else {
      return [.ok("libraries", SharedLibrary.allCases.map(\.rawValue).joined(separator: ", "))]
    }
    return missing.map {
      .warning("libraries", $0.words, cure: "install it (Debian: apt install \($0.library.debianPackage))")
    }
  }
}
