import CMPI
import Glibc
import Synchronization
import Workers

/// A number that all ranks of a communicator add to.
///
/// Ranks on one host have it in memory that they share (`MPI_Win_allocate_shared`). Over several hosts it is rank 0's,
/// which a thread of its own adds to when the others ask by a message: one-sided communication would, over TCP, wait for
/// rank 0 to call MPI, which it does not while it computes.
@safe final class SharedCounter: Sendable {
  /// That of a process alone, and of rank 0 over several hosts.
  private let own = Atomic(0)
  /// MPI may be called by one thread at a time (MPI_THREAD_SERIALIZED).
  private let state: Mutex<State>
  private let usesMPI: Bool

  @safe private struct State: @unchecked Sendable {
    let handle: MPI_Comm?
    var isMade = false
    var window: MPI_Win?
    var rank: Int32 = 0
    var size: Int32 = 1
    /// Ranks that will not ask any more.
    var done: Int32 = 0

    init(handle: MPI_Comm?) { unsafe self.handle = unsafe handle }
  }

  /// Where the ranks of one host have it; written once, before any other thread is there.
  private nonisolated(unsafe) var shared: UnsafeMutablePointer<Int64>?

  /// Of a process alone.
  init() {
    usesMPI = false
    state = unsafe Mutex(State(handle: nil))
  }

  init(_ handle: MPI_Comm) {
    usesMPI = true
    state = unsafe Mutex(State(handle: handle))
  }

  /// Sets it to 0; collective.
  func reset() {
    own.store(0, ordering: .relaxed)
    guard usesMPI else { return }
    state.withLock { state in
      if !state.isMade { make(&state) }
      if state.rank == 0 { unsafe shared?.pointee = 0 }
      unsafe MPI_Barrier(state.handle)
    }
  }

  /// Adds, and returns what it was. From any thread, after a `reset`; over several hosts only `whileServing`.
  func fetchAndAdd(_ amount: Int) -> Int {
    guard usesMPI else { return own.wrappingAdd(amount, ordering: .relaxed).oldValue }
    if let shared = unsafe shared { return unsafe Int(velibcorr_fetch_and_add(shared, Int64(amount))) }
    return state.withLock { state in
      guard state.rank > 0 else { return own.wrappingAdd(amount, ordering: .relaxed).oldValue }
      var (number, before) = (Int64(amount), Int64(0))
      unsafe MPI_Send(&number, 1, velibcorr_mpi_int64(), 0, Self.request, state.handle)
      unsafe MPI_Recv(
        &before, 1, velibcorr_mpi_int64(), 0, Self.reply, state.handle, velibcorr_mpi_status_ignore())
      return Int(before)
    }
  }

  /// Does `body`, in which any rank may call `fetchAndAdd`. Over several hosts rank 0 comes back when all others do.
  func whileServing<R>(_ body: () throws -> R) rethrows -> R {
    let (rank, size) = state.withLock { ($0.rank, $0.size) }
    guard size > 1, unsafe shared == nil else { return try body() }
    guard rank == 0 else {
      defer { _ = fetchAndAdd(Self.isDone) }
      return try body()
    }
    let server = startServer()
    defer { server.join() }
    return try body()
  }

  private func startServer() -> Thread {
    do {
      return try Thread { [self] in
        while serve() { usleep(100) }
      }
    } catch {
      // The others wait for its answers: only the end of this process, which the launcher sees, lets them go.
      fatalError("\(error)")
    }
  }

  /// Answers all who ask; false when nobody will ask any more.
  private func serve() -> Bool {
    state.withLock { state in
      for other in 1..<state.size {
        var hasCome: Int32 = 0
        unsafe MPI_Iprobe(other, Self.request, state.handle, &hasCome, velibcorr_mpi_status_ignore())
        guard hasCome != 0 else { continue }
        var amount: Int64 = 0
        unsafe MPI_Recv(
          &amount, 1, velibcorr_mpi_int64(), other, Self.request, state.handle, velibcorr_mpi_status_ignore())
        if amount == Self.isDone { state.done += 1 }
        var before = Int64(own.wrappingAdd(max(0, Int(amount)), ordering: .relaxed).oldValue)
        unsafe MPI_Send(&before, 1, velibcorr_mpi_int64(), other, Self.reply, state.handle)
      }
      guard state.done == state.size - 1 else { return true }
      state.done = 0
      return false
    }
  }

  private static let (request, reply): (Int32, Int32) = (2, 3)
  private static let isDone = -1

  /// Collective, before `MPI_Finalize`.
  func free() {
    state.withLock { state in
      guard unsafe state.window != nil else { return }
      unsafe MPI_Win_unlock_all(state.window)
      unsafe MPI_Win_free(&state.window)
    }
  }

  private func make(_ state: inout State) {
    state.isMade = true
    let handle = unsafe state.handle
    unsafe MPI_Comm_rank(handle, &state.rank)
    unsafe MPI_Comm_size(handle, &state.size)
    guard unsafe Self.isOnOneHost(handle, size: state.size) else { return }
    let unit = MemoryLayout<Int64>.size
    var base: UnsafeMutableRawPointer? = nil
    unsafe MPI_Win_allocate_shared(
      MPI_Aint(state.rank == 0 ? unit : 0), Int32(unit), velibcorr_mpi_info_null(), handle, &base,
      &state.window)
    var (length, step) = (MPI_Aint(0), Int32(0))
    unsafe MPI_Win_shared_query(state.window, 0, &length, &step, &base)
    unsafe shared = base?.assumingMemoryBound(to: Int64.self)
    unsafe MPI_Win_lock_all(0, state.window)
  }

  private static func isOnOneHost(_ handle: MPI_Comm?, size: Int32) -> Bool {
    var (host, here): (MPI_Comm?, Int32) = (nil, 0)
    unsafe MPI_Comm_split_type(handle, velibcorr_mpi_same_host(), 0, velibcorr_mpi_info_null(), &host)
    unsafe MPI_Comm_size(host, &here)
    unsafe MPI_Comm_free(&host)
    // Ranks must agree: where the first host has them all, so have the others.
    return here == size
  }
}
