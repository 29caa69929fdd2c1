// swift-tools-version: 6.2
import PackageDescription

// The modules (Sources/README.md), a group a folder. A target depends on those below its own, never on one beside it;
// of the foundations LinearAlgebra depends on Memory, WholeNumbers on SharedLibraries. `Scripts/check-house` holds the imports against that page.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

/// What `Scripts/test --sanitize` asks for: nil, or names with commas.
let sanitizers = Context.environment["VELIBCORR_SANITIZE"]

/// Swift has no sanitizer of undefined behaviour on Linux; clang has.
let undefined =
  sanitizers?.contains("undefined") == true ? ["-fsanitize=undefined", "-fno-sanitize-recover=all"] : []

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let parser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A step from bytes to files.
func stage(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/Stages/\(name)", resources: resources,
    swiftSettings: strict)
}

/// Values and tools that stages share. Memory is the one on which another, LinearAlgebra, is built.
func foundation(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/Foundations/\(name)", swiftSettings: strict)
}

/// C and C++ of ours, for the Swift module `client`.
func kernels(of client: String, links libraries: [String] = []) -> Target {
  .target(
    name: "C\(client)", dependencies: ["CPUDispatch"], path: "Sources/Kernels/C\(client)",
    cSettings: undefined.isEmpty ? [] : [.unsafeFlags(undefined)],
    cxxSettings: undefined.isEmpty ? [] : [.unsafeFlags(undefined)],
    linkerSettings: libraries.map { .linkedLibrary($0) })
}

/// A library of the system. Headers are found by the shim, without pkg-config: that would link the library, too.
func library(_ name: String, debian: [String]) -> Target {
  .systemLibrary(name: name, path: "Sources/SystemLibraries/\(name)", providers: [.apt(debian)])
}

/// `links`: libraries of which tests use more than the program does.
func tests(
  _ name: String, in group: String, _ dependencies: [Target.Dependency], links libraries: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], path: "Tests/\(group)\(name)",
    swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)],
    linkerSettings: libraries.map { .linkedLibrary($0) })
}

/// Scripts of other programs that do the job, compiled into the program.
let peerScripts = ["correlation", "pandas_job", "polars_job", "duckdb_job"].map {
  Resource.embedInCode("Bench/Peers/\($0).py")
}

/// Parts of the report, which are compiled into the program.
let reportParts = [
  "page.html", "base.css", "parts.css", "map.css", "paper.css", "data.js", "correlations.js",
  "large.js", "words.js", "elements.js", "selection.js", "charts.js", "rhythm.js", "grouping.js",
  "caution.js", "summary.js", "groups.js", "window.js", "matrix.js", "cursor.js", "geography.js",
  "mapshow.js", "maplines.js", "mapnames.js", "maphand.js", "mappanel.js", "map.js", "station.js",
  "compare.js", "take.js", "datatable.js", "near.js", "pairs.js", "questions.js", "periods.js",
  "decay.js", "table.js", "address.js", "main.js",
].map { Resource.embedInCode("Report/Page/\($0)") }

/// Swift's libraries are in the program, for machines that have none. With sanitizers, those of the toolchain are linked.
let swiftLibraries: [LinkerSetting] =
  sanitizers != nil
  ? []
  : [
    .unsafeFlags([
      "-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections", "-Xlinker", "--gc-sections",
    ])
  ]

let tool: [Target] = [
  .executableTarget(
    name: "velibcorr",
    dependencies: [
      "Jobs", "Ingestion", "Correlation", "Rendering", "SyntheticLogs", "Benchmarks", "Availability", parser,
    ],
    swiftSettings: strict, linkerSettings: swiftLibraries),
  .target(
    name: "Jobs",
    dependencies: [
      "Ingestion", "Distribution", "Correlation", "Rendering", "SyntheticLogs", "Benchmarks", "Availability",
      "LinearAlgebra", "Workers", "Memory", "Digests", "Text", "WholeNumbers", "SharedLibraries", system,
    ],
    resources: peerScripts,
    swiftSettings: strict),
]

let stages: [Target] = [
  stage(
    "Ingestion",
    [
      "Availability", "Workers", "Memory", "Digests", "Compression", "Text", "SharedLibraries", "CIngestion",
      "CLibCSV", "CArchive",
      system,
    ]),
  stage(
    "Distribution",
    ["Availability", "Workers", "Text", "SharedLibraries", "CDistribution", "CMPI", system]),
  stage(
    "Correlation",
    [
      "Availability", "LinearAlgebra", "Workers", "Memory", "Probability", "WholeNumbers", "CCorrelation",
    ]),
  stage(
    "Rendering",
    [
      "Availability", "LinearAlgebra", "Workers", "Memory", "Digests", "Compression", "Text", "CRendering",
      "CCairo",
      system,
    ],
    resources: reportParts),
  stage("SyntheticLogs", []),
  stage(
    "Benchmarks",
    [
      "LinearAlgebra", "Workers", "Memory", "Probability", "Text", "WholeNumbers", "CBenchmarks",
      "CScaLAPACK",
    ]),
]

let foundations: [Target] = [
  foundation("Availability", ["CAvailability"]),
  foundation("LinearAlgebra", ["Memory", "CLinearAlgebra", "CLAPACK"]),
  foundation("Workers", []),
  foundation("Memory", []),
  foundation("Digests", ["CNettle"]),
  foundation("Compression", ["CZlib", "CISAL"]),
  foundation("Probability", ["CRMath"]),
  foundation("Text", [system]),
  foundation("WholeNumbers", ["SharedLibraries", "CGMP"]),
  foundation("SharedLibraries", ["CSharedLibraries"]),
]

let kernels: [Target] = [
  .target(name: "CPUDispatch", path: "Sources/Kernels/Dispatch"),
  kernels(of: "Ingestion", links: ["simdjson"]),
  kernels(of: "Distribution"),
  kernels(of: "Correlation", links: ["m"]),
  kernels(of: "Rendering"),
  kernels(of: "Benchmarks", links: ["m"]),
  kernels(of: "Availability", links: ["m"]),
  kernels(of: "LinearAlgebra", links: ["m"]),
  kernels(of: "SharedLibraries", links: ["dl"]),
]

let libraries: [Target] = [
  library("CMPI", debian: ["libopenmpi-dev"]),
  library("CLAPACK", debian: ["libopenblas-dev", "liblapacke-dev"]),
  library("CLibCSV", debian: ["libcsv-dev"]),
  library("CArchive", debian: ["libarchive-dev"]),
  library("CNettle", debian: ["nettle-dev"]),
  library("CZlib", debian: ["zlib1g-dev"]),
  library("CISAL", debian: ["libisal-dev"]),
  library("CCairo", debian: ["libcairo2"]),
  library("CRMath", debian: ["r-mathlib"]),
  library("CGMP", debian: ["libgmp10"]),
  library("CScaLAPACK", debian: ["libscalapack-openmpi2.2"]),
]

let testTargets: [Target] = [
  .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
  tests(
    "Jobs", in: "", ["Jobs", "Ingestion", "Distribution", "Correlation", "LinearAlgebra", "Availability"]),
  tests("Velibcorr", in: "", ["Distribution", "LinearAlgebra"]),
  tests(
    "Ingestion", in: "Stages/", ["Ingestion", "Availability", "Workers", "CArchive", "CIngestion", system],
    links: ["archive"]),
  tests("Distribution", in: "Stages/", ["Distribution", "Availability", "Workers", "CDistribution", system]),
  tests(
    "Correlation", in: "Stages/",
    ["Correlation", "Availability", "LinearAlgebra", "WholeNumbers", "CCorrelation", "CPUDispatch"]),
  tests(
    "Rendering", in: "Stages/",
    [
      "Rendering", "Availability", "LinearAlgebra", "Workers", "Digests", "CRendering", "CCairo", "CZlib",
      system,
    ], links: ["cairo"]),
  tests("SyntheticLogs", in: "Stages/", ["SyntheticLogs"]),
  tests(
    "Benchmarks", in: "Stages/",
    ["Benchmarks", "LinearAlgebra", "Workers", "Text", "WholeNumbers", "CBenchmarks", "CPUDispatch"]),
  tests("Availability", in: "Foundations/", ["Availability", "CAvailability", "CPUDispatch"]),
  tests("LinearAlgebra", in: "Foundations/", ["LinearAlgebra", "CLinearAlgebra", "CPUDispatch"]),
  tests("Workers", in: "Foundations/", ["Workers"]),
  tests("Memory", in: "Foundations/", ["Memory"]),
  tests("Digests", in: "Foundations/", ["Digests"]),
  tests("Compression", in: "Foundations/", ["Compression", "CZlib"]),
  tests("Probability", in: "Foundations/", ["Probability"]),
  tests("Text", in: "Foundations/", ["Text"]),
  tests("WholeNumbers", in: "Foundations/", ["WholeNumbers"]),
  tests("SharedLibraries", in: "Foundations/", ["SharedLibraries"]),
]

/// Targets of `Scripts/fuzz`, which asks for them: libFuzzer has to be linked.
let fuzzing: [Target] =
  Context.environment["VELIBCORR_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "Fuzz", dependencies: ["Ingestion", "Availability", "Digests"],
      path: "Scripts/fuzz_targets/swift", swiftSettings: [.swiftLanguageMode(.v6)])
  ]

let package = Package(
  name: "velibcorr",
  products: [.executable(name: "velibcorr", targets: ["velibcorr"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  ],
  targets: tool + stages + foundations + kernels + libraries + testTargets + fuzzing,
  cLanguageStandard: .c11,
  cxxLanguageStandard: .cxx17)
