import CMPI
import Synchronization

/// A number that all ranks of a communicator add to.
///
/// Ranks on one host have it in memory that they share (`MPI_Win_allocate_shared`). Over several hosts it is rank 0's,
/// and the others add to it by one-sided communication (`MPI_Fetch_and_op`), which rank 0 has to help along.
@safe final class SharedCounter: Sendable {
  private let own = Atomic(0)
  /// MPI may be called by one thread at a time (MPI_THREAD_SERIALIZED).
  private let state: Mutex<State>
  private let usesMPI: Bool

  @safe private struct State: @unchecked Sendable {
    let handle: MPI_Comm?
    /// Made at the first use, as most jobs need none.
    var window: MPI_Win?
  }

  /// Where the ranks of one host have it; written once, before any other thread is there.
  private nonisolated(unsafe) var shared: UnsafeMutablePointer<Int64>?

  /// Of a process alone.
  init() {
    usesMPI = false
    state = unsafe Mutex(State(handle: nil, window: nil))
  }

  init(_ handle: MPI_Comm) {
    usesMPI = true
    state = unsafe Mutex(State(handle: handle, window: nil))
  }

  /// Sets it to 0; collective.
  func reset() {
    guard usesMPI else { return own.store(0, ordering: .relaxed) }
    state.withLock { state in
      let handle = unsafe state.handle
      if unsafe state.window == nil { unsafe state.window = unsafe makeWindow(handle) }
      if unsafe Self.rank(handle) == 0 {
        if let shared = unsafe shared {
          unsafe shared.pointee = 0
        } else {
          _ = unsafe Self.update(state.window, 0, velibcorr_mpi_replace())
        }
      }
      unsafe MPI_Barrier(handle)
    }
  }

  /// Adds, and returns what it was. From any thread, after a `reset`.
  func fetchAndAdd(_ amount: Int) -> Int {
    guard usesMPI else { return own.wrappingAdd(amount, ordering: .relaxed).oldValue }
    if let shared = unsafe shared { return unsafe Int(velibcorr_fetch_and_add(shared, Int64(amount))) }
    return state.withLock { unsafe Self.update($0.window, amount, velibcorr_mpi_sum()) }
  }

  /// Must this rank call MPI from time to time for others to be able to add?
  var needsHelp: Bool {
    guard usesMPI, unsafe shared == nil else { return false }
    return state.withLock { unsafe Self.rank($0.handle) == 0 }
  }

  /// Lets MPI do what others have asked for (any call does; this is `MPI_Iprobe`).
  func help() {
    state.withLock { state in
      var hasCome: Int32 = 0
      unsafe MPI_Iprobe(
        velibcorr_mpi_any_source(), 0, state.handle, &hasCome, velibcorr_mpi_status_ignore())
    }
  }

  /// Collective, before `MPI_Finalize`.
  func free() {
    state.withLock { state in
      guard unsafe state.window != nil else { return }
      unsafe MPI_Win_unlock_all(state.window)
      unsafe MPI_Win_free(&state.window)
    }
  }

  private func makeWindow(_ handle: MPI_Comm?) -> MPI_Win? {
    let size = unsafe Self.rank(handle) == 0 ? MemoryLayout<Int64>.size : 0
    let unit = Int32(MemoryLayout<Int64>.size)
    var base: UnsafeMutableRawPointer? = nil
    var window: MPI_Win? = nil
    if unsafe Self.isOnOneHost(handle) {
      unsafe MPI_Win_allocate_shared(
        MPI_Aint(size), unit, velibcorr_mpi_info_null(), handle, &base, &window)
      var (length, step) = (MPI_Aint(0), Int32(0))
      unsafe MPI_Win_shared_query(window, 0, &length, &step, &base)
      unsafe shared = base?.assumingMemoryBound(to: Int64.self)
    } else {
      unsafe MPI_Win_allocate(MPI_Aint(size), unit, velibcorr_mpi_info_null(), handle, &base, &window)
    }
    unsafe MPI_Win_lock_all(0, window)
    return unsafe window
  }

  private static func isOnOneHost(_ handle: MPI_Comm?) -> Bool {
    var (host, size, all): (MPI_Comm?, Int32, Int32) = (nil, 0, 0)
    unsafe MPI_Comm_split_type(handle, velibcorr_mpi_same_host(), 0, velibcorr_mpi_info_null(), &host)
    unsafe MPI_Comm_size(host, &size)
    unsafe MPI_Comm_size(handle, &all)
    unsafe MPI_Comm_free(&host)
    return size == all
  }

  private static func rank(_ handle: MPI_Comm?) -> Int32 {
    var rank: Int32 = 0
    unsafe MPI_Comm_rank(handle, &rank)
    return rank
  }

  private static func update(_ window: MPI_Win?, _ amount: Int, _ operation: MPI_Op?) -> Int {
    var (number, before) = (Int64(amount), Int64(0))
    unsafe MPI_Fetch_and_op(&number, &before, velibcorr_mpi_int64(), 0, 0, operation, window)
    unsafe MPI_Win_flush(0, window)
    return Int(before)
  }
}
