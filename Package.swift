// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// A module of ours. Stages depend on foundations only, foundations on C libraries only.
func module(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// Parts of the report, which are compiled into the program.
let reportParts = [
  "page.html", "base.css", "parts.css", "paper.css", "data.js", "words.js", "elements.js", "selection.js",
  "charts.js", "summary.js", "groups.js", "window.js", "matrix.js", "cursor.js", "map.js", "compare.js",
  "pairs.js", "table.js", "main.js",
].map { Resource.embedInCode("Report/Page/\($0)") }

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies,
    swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)])
}

let tool: [Target] = [
  .executableTarget(
    name: "velibcorr",
    dependencies: [
      "Ingestion", "Distribution", "Correlation", "Rendering", "SyntheticNetwork", "Benchmarks",
      "Availability", "LinearAlgebra", "Workers", "Digests", system,
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    swiftSettings: strict)
]

let stages: [Target] = [
  module(
    "Ingestion",
    ["Availability", "Workers", "Digests", "Compression", "CLibCSV", "CArchive", "CStructurals", system]),
  module("Distribution", ["Availability", "Workers", "CMPI", "CProcess", system]),
  module(
    "Correlation",
    ["Availability", "LinearAlgebra", "Workers", "Probability", "CCounting", "CRanks", "CTiles"]),
  module(
    "Rendering",
    ["Availability", "LinearAlgebra", "Workers", "Digests", "Compression", "CDecimal", "CCairo", system],
    resources: reportParts),
  module("SyntheticNetwork", []),
  module(
    "Benchmarks",
    [
      "LinearAlgebra", "Workers", "Probability", "CInverse", "CPeak", "CSine", "CUniform", "CGMP",
      "CScaLAPACK",
    ]),
]

let foundations: [Target] = [
  module("Availability", ["CMeans"]),
  module("LinearAlgebra", ["CLAPACK", "CTiles"]),
  module("Workers", []),
  module("Digests", ["CNettle"]),
  module("Compression", ["CZlib"]),
  module("Probability", ["CRMath"]),
]

let cLibraries: [Target] = [
  .systemLibrary(name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),
  .systemLibrary(
    name: "CLAPACK", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
  .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
  .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
  .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
  .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
  .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
  .systemLibrary(name: "CRMath", providers: [.apt(["r-mathlib"])]),
  .systemLibrary(name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"])]),
  .systemLibrary(name: "CScaLAPACK", providers: [.apt(["libscalapack-openmpi-dev"])]),
  .target(name: "CStructurals"),
  .target(name: "CByCPU"),
  .target(name: "CMeans", dependencies: ["CByCPU"], linkerSettings: [.linkedLibrary("m")]),
  .target(name: "CCounting"),
  .target(name: "CRanks", dependencies: ["CByCPU"]),
  .target(name: "CDecimal"),
  .target(name: "CTiles", dependencies: ["CByCPU"]),
  .target(name: "CProcess"),
  .target(name: "CInverse"),
  .target(name: "CPeak"),
  .target(name: "CSine", linkerSettings: [.linkedLibrary("m")]),
  .target(name: "CUniform", dependencies: ["CByCPU"]),
]

let testTargets: [Target] = [
  .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
  tests("AvailabilityTests", ["Availability", "CMeans", "TestSupport"]),
  tests(
    "IngestionTests",
    ["Ingestion", "Availability", "Workers", "CArchive", "CStructurals", "TestSupport", system]),
  tests("LinearAlgebraTests", ["LinearAlgebra", "CTiles", "TestSupport"]),
  tests(
    "CorrelationTests",
    ["Correlation", "Availability", "LinearAlgebra", "CCounting", "CRanks", "CTiles", "TestSupport"]),
  tests(
    "RenderingTests",
    [
      "Rendering", "Availability", "LinearAlgebra", "Workers", "Digests", "CDecimal", "CCairo", "CZlib",
      "TestSupport", system,
    ]),
  tests("DistributionTests", ["Distribution", "Availability", "Workers", "CProcess", "TestSupport", system]),
  tests("CompressionTests", ["Compression", "CZlib", "TestSupport"]),
  tests("DigestsTests", ["Digests", "TestSupport"]),
  tests("ProbabilityTests", ["Probability"]),
  tests(
    "BenchmarksTests",
    ["Benchmarks", "LinearAlgebra", "Workers", "CInverse", "CPeak", "CSine", "CUniform", "TestSupport"]),
  tests("SyntheticNetworkTests", ["SyntheticNetwork"]),
  tests("VelibcorrTests", ["velibcorr", "Distribution", "TestSupport"]),
]

let package = Package(
  name: "velibcorr",
  products: [.executable(name: "velibcorr", targets: ["velibcorr"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  ],
  targets: tool + stages + foundations + cLibraries + testTargets,
  cLanguageStandard: .c11,
  cxxLanguageStandard: .cxx17)
