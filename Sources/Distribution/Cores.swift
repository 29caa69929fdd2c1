import CProcess

/// The cores that this process may use.
package enum Cores {
  package static var available: Int { Int(velibcorr_available_cores()) }
}
