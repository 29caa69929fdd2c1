import Rendering
import SharedLibraries

/// The outputs that a run can have, in the order in which they are written.
package enum OutputKind: String, CaseIterable {
  case matrix, npy
  case npyStations = "npy_stations"
  case pairs, neighbours, comparison, decay, groups, plot
  case plotProfiles = "plot_profiles"
  case report, partial, profiles, rejects, summary

  /// The option that names its file.
  var option: String {
    switch self {
    case .matrix: "-o FILE"
    case .npy, .npyStations: "--npy FILE"
    case .pairs: "--pairs FILE"
    case .neighbours: "--neighbours-output FILE"
    case .comparison: "--compare-output FILE"
    case .decay: "--decay FILE"
    case .groups: "--groups FILE"
    case .plot: "--plot FILE"
    case .plotProfiles: "--plot-profiles FILE"
    case .report: "--report FILE"
    case .partial: "--partial FILE"
    case .profiles: "--profiles FILE"
    case .rejects: "--rejects FILE"
    case .summary: "--summary FILE"
    }
  }

  /// Those that come from groups of stations.
  static let ofGroups: [OutputKind] = [.groups, .plot, .plotProfiles, .report]

  /// Those that say more of stations than their identifiers.
  static let withDetails: [OutputKind] = ofGroups + [.pairs, .neighbours, .comparison, .decay]

  /// Does it come from the correlations of pairs?
  var isOfMatrix: Bool {
    switch self {
    case .matrix, .npy, .npyStations, .pairs, .neighbours, .comparison, .decay, .groups, .plot,
      .plotProfiles, .report:
      true
    case .partial, .profiles, .rejects, .summary: false
    }
  }
}

/// Where the outputs of a run go.
package struct OutputPaths: Sendable {
  private var paths: [OutputKind: String] = [:]

  /// Without outputs.
  package init() {}

  /// A path as it was given, and the option that names it.
  package typealias Named = (path: String, option: String)

  /// The path of an output; nil where it is not wanted.
  package subscript(_ kind: OutputKind) -> String? {
    get { paths[kind] }
    set { paths[kind] = newValue }
  }

  /// NumPy's array of the matrix, and beside it its stations, unless it is a stream. Numbers alone say nothing.
  package mutating func placeArray(_ path: String?) {
    paths[.npy] = path
    paths[.npyStations] = path.flatMap {
      $0 == "-" || OutputFile.place($0) == nil ? nil : $0 + ".stations.csv"
    }
  }

  /// Those that are wanted, in the order in which they are written.
  package var kinds: [OutputKind] { OutputKind.allCases.filter { paths[$0] != nil } }

  /// Those that are asked for, with their options; their places are the outputs' numbers.
  package var all: [Named] { kinds.map { (paths[$0]!, $0.option) } }

  /// The first that is a file.
  var firstFile: String? { all.map(\.path).first { $0 != "-" && OutputFile.place($0) != nil } }

  /// Is an output made of the correlations of pairs?
  package var needsMatrix: Bool { kinds.contains(where: \.isOfMatrix) }
  /// Is there anything to multiply?
  package var needsProducts: Bool { needsMatrix || paths[.partial] != nil }
  /// The libraries that they need, and what for.
  var libraries: [(library: SharedLibrary, need: String)] {
    kinds.flatMap { kind -> [(SharedLibrary, String)] in
      switch kind {
      case .matrix, .npy, .npyStations, .neighbours, .decay, .groups: [(.openblas, kind.option)]
      case .pairs, .comparison, .report:
        [(.openblas, kind.option), (.rmath, kind.option)]
      case .partial: [(.openblas, kind.option), (.lapacke, kind.option)]
      case .plot, .plotProfiles: [(.openblas, kind.option), (.cairo, kind.option)]
      case .profiles, .rejects, .summary: []
      }
    }
  }
  /// Are the sums of all ranks brought together?
  package var needsSums: Bool { needsProducts || paths[.profiles] != nil }
}
