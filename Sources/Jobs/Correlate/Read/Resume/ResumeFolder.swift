import Glibc
import Rendering
import SystemPackage
import Text

/// The folder beside the first output in which `--resume` keeps what has been read: `run.json`, which says what it is
/// of, and the parts.
package struct ResumeFolder: Sendable {
  /// The first output's path and `.resume`.
  package let path: String

  /// None when no output is a file.
  package init?(_ outputs: OutputPaths) {
    guard let file = outputs.firstFile else { return nil }
    path = file + ".resume"
  }

  /// Says how to go on; nil where nothing is saved.
  var advice: String? { partNames().isEmpty ? nil : "run the same command again: it goes on from \(path)" }

  /// What it takes of its disk, in words; nil where that is nothing.
  var share: String? {
    let bytes = names.reduce(0) { $0 + (regularFileSize("\(path)/\($1)") ?? 0) }
    guard bytes > 0 else { return nil }
    return
      "\(Figures.size(bytes)) of the disk are in \(path), what --resume has saved: it can be moved along "
      + "with the output; without it, all is read anew"
  }

  /// What it takes of the disk of an output, in words; nil where that is nothing.
  func share(ofDiskOf output: String) -> String? {
    guard let place = OutputFile.place(output), let slash = place.lastIndex(of: "/"),
      let device = Self.device(String(place[...slash])), device == Self.device(path)
    else { return nil }
    return share
  }

  private static func device(_ path: String) -> dev_t? {
    var status = stat()
    return unsafe stat(path.systemName, &status) == 0 ? status.st_dev : nil
  }

  static let partSuffix = ".part"
  private static let unfinished = ".partial"
  private static let run = "run.json"

  func create() throws(Errno) {
    guard unsafe mkdir(path.systemName, 0o777) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
  }

  /// What the parts are of; nil when there are none.
  func readRun() throws(Errno) -> [UInt8]? {
    do throws(Errno) {
      return try read(Self.run, at: 0, count: .max)
    } catch .noSuchFileOrDirectory {
      return nil
    }
  }

  func write(run: [UInt8]) throws(Errno) { try write(run, as: Self.run) }

  /// The parts, in order, without those of which a killed process has written but some.
  func partNames() -> [String] {
    for name in names where name.hasSuffix(Self.unfinished) { unsafe unlink("\(path)/\(name)".systemName) }
    return names.filter { $0.hasSuffix(Self.partSuffix) }.sorted()
  }

  /// Up to `count` bytes at `offset`.
  func read(_ name: String, at offset: Int, count: Int) throws(Errno) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(named: "\(path)/\(name)"), .readOnly, options: .closeOnExec)
      return try file.closeAfter {
        let size = try Int(file.seek(offset: 0, from: .end))
        var bytes = [UInt8](repeating: 0, count: max(0, min(count, size - offset)))
        var done = 0
        while done < bytes.count {
          let got = try unsafe bytes.withUnsafeMutableBytes { bytes in
            try unsafe file.read(
              fromAbsoluteOffset: Int64(offset + done),
              into: UnsafeMutableRawBufferPointer(rebasing: bytes[done...]))
          }
          if got == 0 { break }
          done += got
        }
        return Array(bytes.prefix(done))
      }
    } catch {
      throw error as! Errno
    }
  }

  /// The file is there whole or not at all, but for a crash of the system: then its checksum is wrong.
  func write(_ bytes: [UInt8], as name: String) throws(Errno) {
    let partial = "\(path)/\(name)\(Self.unfinished)"
    do {
      let file = try FileDescriptor.open(
        FilePath(named: partial), .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
      try file.closeAfter { _ = try unsafe bytes.withUnsafeBytes { try unsafe file.writeAll($0) } }
      guard unsafe rename(partial.systemName, "\(path)/\(name)".systemName) == 0 else {
        throw Errno(rawValue: errno)
      }
    } catch {
      unsafe unlink(partial.systemName)
      throw error as! Errno
    }
  }

  /// Removes what is ours; the folder stays where there is something else in it.
  func remove() {
    for name in names
    where name == Self.run || [Self.partSuffix, Self.unfinished].contains(where: name.hasSuffix) {
      unsafe unlink("\(path)/\(name)".systemName)
    }
    unsafe rmdir(path.systemName)
  }

  private var names: [String] {
    guard let folder = unsafe opendir(path.systemName) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      names.append(
        unsafe withUnsafePointer(to: &entry.pointee.d_name) {
          unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        })
    }
    return names
  }
}
