import CDistribution
import CMPI

/// Numbers, each 0 at first, that all ranks of a communicator add to, in memory that they share
/// (`MPI_Win_allocate_shared`).
@safe package final class HostCounters: @unchecked Sendable {
  private let count: Int
  /// Null when it is freed.
  private var window: MPI_Win?
  private let numbers: UnsafeMutablePointer<Int64>

  /// Collective. Nil where the ranks are on several hosts.
  init?(_ count: Int, _ handle: MPI_Comm?, rank: Int, size: Int) {
    guard unsafe Self.isOnOneHost(handle, size: size) else { return nil }
    self.count = count
    let unit = MemoryLayout<Int64>.size
    var base: UnsafeMutableRawPointer? = nil
    unsafe MPI_Win_allocate_shared(
      MPI_Aint(rank == 0 ? count * unit : 0), Int32(unit), velibcorr_mpi_info_null(), handle, &base, &window)
    var (length, step) = (MPI_Aint(0), Int32(0))
    unsafe MPI_Win_shared_query(window, 0, &length, &step, &base)
    unsafe numbers = base!.assumingMemoryBound(to: Int64.self)
    unsafe MPI_Win_lock_all(0, window)
    if rank == 0 { unsafe numbers.update(repeating: 0, count: count) }
    unsafe MPI_Barrier(handle)
  }

  private static func isOnOneHost(_ handle: MPI_Comm?, size: Int) -> Bool {
    var (host, here): (MPI_Comm?, Int32) = (nil, 0)
    unsafe MPI_Comm_split_type(handle, velibcorr_mpi_same_host(), 0, velibcorr_mpi_info_null(), &host)
    unsafe MPI_Comm_size(host, &here)
    unsafe MPI_Comm_free(&host)
    // Ranks must agree: where the first host has them all, so have the others.
    return here == size
  }

  /// Adds to a number, and returns what it was. From any thread.
  package func fetchAndAdd(_ amount: Int, to place: Int) -> Int {
    unsafe precondition(place >= 0 && place < count && window != nil)
    return unsafe Int(velibcorr_fetch_and_add(numbers + place, Int64(amount)))
  }

  /// Sets a number to 0, while no rank adds to it.
  func reset(_ place: Int) {
    unsafe precondition(place >= 0 && place < count && window != nil)
    unsafe numbers[place] = 0
  }

  /// Collective, before `MPI_Finalize`.
  func free() {
    guard unsafe window != nil else { return }
    unsafe MPI_Win_unlock_all(window)
    unsafe MPI_Win_free(&window)
  }
}
