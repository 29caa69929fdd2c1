import Glibc
import Rendering
import Text

/// The sizes of files that grow with the square of the stations, estimated before the long work: what cannot be
/// written, or would fill a disk unasked, is refused.
struct OutputSizes {
  /// Without `--max-output` no file becomes larger, though there may be room for it.
  private static let usualLimit = 20_000_000_000

  private let stations: Int
  private let settings: OutputSettings
  private let resumeFolder: ResumeFolder?

  init(stations: Int, _ settings: CorrelateSettings) {
    self.stations = stations
    self.settings = settings.output
    resumeFolder = settings.resumeFolder
  }

  /// Bytes of a number in CSV, with its comma: of the shortest text that gives back the same double, a mean.
  private var fieldBytes: Int { settings.digits.map { $0 + 4 } ?? 19 }

  /// About so many bytes; nil for an output that does not grow so.
  func bytes(of kind: OutputKind) -> Int? {
    // Of more, the product would be no Int.
    let numbers = min(stations, 1 << 29) * min(stations, 1 << 29)
    switch kind {
    case .matrix, .partial: return numbers * fieldBytes
    case .npy: return numbers * 8
    default: return nil
    }
  }

  /// Throws `Failure` where an output would be larger than is allowed.
  func require() throws {
    for kind in settings.paths.kinds {
      // Pipes and devices take what comes.
      guard let bytes = bytes(of: kind), let path = settings.paths[kind], path != "-",
        let place = OutputFile.place(path)
      else { continue }
      let free = settings.mostBytes == nil ? Self.room(beside: place) ?? .max : .max
      let most = min(free, settings.mostBytes ?? Self.usualLimit)
      guard bytes > most else { continue }
      let why =
        most == free
        ? "its disk has room for \(Self.size(free))"
        : settings.mostBytes == nil
          ? "\(Self.size(most)) is the most without --max-output"
          : "--max-output allows \(Self.size(most))"
      throw Failure(
        .cannotCreate,
        "\(path) would have about \(Self.size(bytes)), for the correlations of \(Figures.grouped(stations)) x "
          + "\(Figures.grouped(stations)) stations; \(why)",
        advice: [advice(kind), most == free ? resumeFolder?.share(ofDiskOf: path) : nil]
          .compactMap(\.self).joined(separator: "; "))
    }
  }

  /// "12.3 MB", "7,628 GB"
  private static func size(_ bytes: Int) -> String {
    let gigabytes = Double(bytes) / 1e9
    return gigabytes < 1 ? Figures.size(bytes) : Figures.grouped(Int(gigabytes.rounded())) + " GB"
  }

  private func advice(_ kind: OutputKind) -> String {
    let array = kind == .npy ? "" : "--npy FILE for \(Self.size(bytes(of: .npy)!)), "
    return "write less, with --no-matrix: \(array)--top K for the best pairs, --groups FILE; "
      + "or allow more: --max-output SIZE"
  }

  /// Bytes that the disk of a file has free for this user.
  private static func room(beside place: String) -> Int? {
    var disk = statvfs()
    let folder = place.lastIndex(of: "/").map { String(place[...$0]) } ?? "."
    guard unsafe statvfs(folder, &disk) == 0 else { return nil }
    let blocks = geteuid() == 0 ? disk.f_bfree : disk.f_bavail
    let (bytes, overflows) = UInt(blocks).multipliedReportingOverflow(by: UInt(disk.f_frsize))
    return overflows ? .max : Int(clamping: bytes)
  }
}
