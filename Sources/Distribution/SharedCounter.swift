import CMPI
import Synchronization

/// A number that all ranks of a communicator add to, without the help of the rank that has it: one-sided communication
/// on a window of rank 0's memory (`MPI_Win_allocate`), which is shared memory where the ranks are on one host.
@safe final class SharedCounter: Sendable {
  private let usesMPI: Bool
  /// Of a process alone.
  private let own = Atomic(0)
  /// MPI may be called by one thread at a time (MPI_THREAD_SERIALIZED).
  private let window: Mutex<Window>

  @safe private struct Window: @unchecked Sendable {
    let handle: MPI_Comm?
    /// Made at the first use, as most jobs need none.
    var window: MPI_Win?
  }

  init() {
    usesMPI = false
    window = unsafe Mutex(Window(handle: nil, window: nil))
  }

  init(_ handle: MPI_Comm) {
    usesMPI = true
    window = unsafe Mutex(Window(handle: handle, window: nil))
  }

  /// Sets it to 0; collective.
  func reset() {
    guard usesMPI else { return own.store(0, ordering: .relaxed) }
    window.withLock { state in
      let handle = unsafe state.handle
      if unsafe state.window == nil { unsafe state.window = unsafe Self.makeWindow(handle) }
      var rank: Int32 = 0
      unsafe MPI_Comm_rank(handle, &rank)
      if rank == 0 { _ = unsafe Self.update(state.window!, 0, velibcorr_mpi_replace()) }
      unsafe MPI_Barrier(handle)
    }
  }

  /// Adds, and returns what it was (`MPI_Fetch_and_op`). From any thread, after a `reset`.
  func fetchAndAdd(_ amount: Int) -> Int {
    guard usesMPI else { return own.wrappingAdd(amount, ordering: .relaxed).oldValue }
    return window.withLock { unsafe Self.update($0.window!, amount, velibcorr_mpi_sum()) }
  }

  /// Collective, before `MPI_Finalize`.
  func free() {
    window.withLock { state in
      guard unsafe state.window != nil else { return }
      unsafe MPI_Win_unlock_all(state.window)
      unsafe MPI_Win_free(&state.window)
    }
  }

  private static func makeWindow(_ handle: MPI_Comm?) -> MPI_Win? {
    var rank: Int32 = 0
    unsafe MPI_Comm_rank(handle, &rank)
    let size = rank == 0 ? MemoryLayout<Int64>.size : 0
    var base: UnsafeMutableRawPointer? = nil
    var window: MPI_Win? = nil
    unsafe MPI_Win_allocate(
      MPI_Aint(size), Int32(MemoryLayout<Int64>.size), velibcorr_mpi_info_null(), handle, &base, &window)
    unsafe MPI_Win_lock_all(0, window)
    return unsafe window
  }

  private static func update(_ window: MPI_Win, _ amount: Int, _ operation: MPI_Op) -> Int {
    var (number, before) = (Int64(amount), Int64(0))
    unsafe MPI_Fetch_and_op(&number, &before, velibcorr_mpi_int64(), 0, 0, operation, window)
    unsafe MPI_Win_flush(0, window)
    return Int(before)
  }
}
