extension String {
  /// The last part of a path.
  package var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
