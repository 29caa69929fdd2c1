import CMPI
import Glibc
import Synchronization
import Workers

/// A number that all ranks of a communicator add to.
///
/// Ranks on one host have it in memory that they share. Over several hosts it is rank 0's, which a thread of its own
/// adds to when the others ask by a message: one-sided communication would, over TCP, wait for rank 0 to call MPI,
/// which it does not while it computes.
@safe final class SharedCounter: Sendable {
  /// That of a process alone, and of rank 0 over several hosts.
  private let own = Atomic(0)
  /// MPI may be called by one thread at a time (MPI_THREAD_SERIALIZED).
  private let state: Mutex<State>
  private let usesMPI: Bool

  @safe private struct State: @unchecked Sendable {
    let handle: MPI_Comm?
    var isMade = false
    var rank: Int32 = 0
    var size: Int32 = 1
    /// Ranks that will not ask any more.
    var done: Int32 = 0

    init(handle: MPI_Comm?) { unsafe self.handle = unsafe handle }
  }

  /// Where the ranks of one host have it; written once, before any other thread is there.
  private nonisolated(unsafe) var shared: HostCounters?

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
      if state.rank == 0 { unsafe shared?.reset(0) }
      unsafe MPI_Barrier(state.handle)
    }
  }

  /// Adds, and returns what it was. From any thread, after a `reset`; over several hosts only `whileServing`.
  func fetchAndAdd(_ amount: Int) -> Int {
    guard usesMPI else { return own.wrappingAdd(amount, ordering: .relaxed).oldValue }
    if let shared = unsafe shared { return shared.fetchAndAdd(amount, to: 0) }
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
  func free() { unsafe shared?.free() }

  private func make(_ state: inout State) {
    state.isMade = true
    let handle = unsafe state.handle
    unsafe MPI_Comm_rank(handle, &state.rank)
    unsafe MPI_Comm_size(handle, &state.size)
    unsafe shared = HostCounters(1, handle, rank: Int(state.rank), size: Int(state.size))
  }
}
