import Glibc
import SystemPackage

/// What ranks need of the system before they start. Where it is missing, Open MPI 4.1.4 waits for ever, crashes with a
/// bus error, or talks of something else. All figures were measured, and are rounded up.
enum LaunchNeeds {
  /// Of mpiexec: its own, those to each rank, and some that the caller has left open.
  private static func descriptors(ranks: Int) -> Int { 64 + 6 * ranks }

  /// Of the files that ranks and mpiexec share, for whatever number of ranks.
  private static let fileBytes = 8 << 20
  private static let folderBytes = 10 << 20

  /// Raises the limits of this process as far as it may. Throws `LaunchError.limit` where that is too little, and
  /// `.noRoom` where `folder`, for temporary files, has none.
  static func require(ranks: Int, in folder: String) throws(LaunchError) {
    try raise(RLIMIT_NOFILE, to: descriptors(ranks: ranks), .openFiles)
    try raise(RLIMIT_FSIZE, to: fileBytes, .sizeOfFiles)
    var place = statvfs()
    // A folder that is not there is noticed when it is used.
    guard unsafe statvfs(folder, &place) == 0 else { return }
    let blocks = geteuid() == 0 ? place.f_bfree : place.f_bavail
    let (free, overflows) = UInt(blocks).multipliedReportingOverflow(by: UInt(place.f_frsize))
    if !overflows && free < folderBytes {
      throw .noRoom(folder: folder, free: Int(free), needed: folderBytes)
    }
  }

  private static func raise(
    _ resource: __rlimit_resource, to needed: Int, _ kind: LaunchError.Limit
  ) throws(LaunchError) {
    let resource = __rlimit_resource_t(resource.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < UInt(needed) else { return }
    guard limit.rlim_max >= UInt(needed) else {
      throw .limit(kind, Int(clamping: limit.rlim_max), needed: needed)
    }
    // What the caller has left open counts, too.
    limit.rlim_cur = min(limit.rlim_max, rlim_t(4 * needed))
    unsafe setrlimit(resource, &limit)
  }
}
