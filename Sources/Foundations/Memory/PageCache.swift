import Glibc

/// Which part of a file the system has in memory.
package enum PageCache {
  /// The share of a file's pages that are in memory (`mincore`), from 0 to 1; nil where that cannot be told, as of an
  /// empty file or another user's.
  package static func share(of path: String) -> Double? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_size > 0 else { return nil }
    let size = Int(status.st_size)
    guard let start = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), unsafe start != MAP_FAILED
    else {
      return nil
    }
    defer { unsafe munmap(start, size) }
    let page = sysconf(Int32(_SC_PAGESIZE))
    var pages = [UInt8](repeating: 0, count: (size + page - 1) / page)
    guard unsafe mincore(start, size, &pages) == 0 else { return nil }
    return Double(pages.count { $0 & 1 == 1 }) / Double(pages.count)
  }

  /// Asks the system to drop a file's pages (`posix_fadvise`), after they are on its disk. It need not do so, and of a
  /// file system in memory it cannot: `share` tells.
  package static func drop(_ path: String) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    fdatasync(file)
    posix_fadvise(file, 0, 0, Int32(POSIX_FADV_DONTNEED))
  }
}
