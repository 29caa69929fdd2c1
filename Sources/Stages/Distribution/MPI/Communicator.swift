import CMPI
import Glibc
import SharedLibraries

/// The ranks of a job and what they tell each other. One rank without MPI when none was launched.
///
/// Collective calls must be made by every rank, in the same order. Errors of MPI itself end the job
/// (MPI_ERRORS_ARE_FATAL, its default).
@safe package final class Communicator {
  /// The number of this rank, from 0 on.
  package let rank: Int
  /// The number of ranks.
  package let size: Int
  /// False for one rank that no launcher has started.
  package let usesMPI: Bool
  /// Time spent in MPI's calls: in waiting for other ranks, and in moving values between them.
  package private(set) var timeInMPI = Duration.zero
  /// Bytes that this rank gave to others, each as often as it has another reader; without those that share out tasks.
  package private(set) var bytesSent = 0
  private var isFinalized = false
  /// MPI_COMM_WORLD, or some ranks of it; null without MPI.
  let handle: MPI_Comm?
  let counter: SharedCounter
  private var groups: [Communicator] = []
  private var hostCounters: [HostCounters] = []

  /// A job of one rank, without MPI.
  package init() {
    rank = 0
    size = 1
    usesMPI = false
    unsafe handle = nil
    counter = SharedCounter()
  }

  /// Joins the ranks that a launcher has started (`MPI_Init_thread`). Throws `MissingLibrary` where MPI, as that launcher
  /// wants it, is not here.
  package convenience init(joining launch: LaunchEnvironment) throws(MissingLibrary) {
    MPILibrary.use(launch.family)
    try SharedLibrary.mpi.open()
    RankCalls.begin()
    var provided: Int32 = 0
    unsafe MPI_Init_thread(nil, nil, Int32(MPI_THREAD_SERIALIZED), &provided)
    unsafe self.init(handle: velibcorr_mpi_comm_world())
  }

  private init(handle: MPI_Comm) {
    var (rank, size): (Int32, Int32) = (0, 1)
    unsafe MPI_Comm_rank(handle, &rank)
    unsafe MPI_Comm_size(handle, &size)
    self.rank = Int(rank)
    self.size = Int(size)
    usesMPI = true
    unsafe self.handle = unsafe handle
    counter = unsafe SharedCounter(handle)
  }

  /// `MPI_Finalize`; every rank must come here, else the job hangs.
  package func finalize() {
    guard usesMPI && !isFinalized else { return }
    for group in groups { group.counter.free() }
    counter.free()
    for counters in hostCounters { counters.free() }
    MPI_Finalize()
    RankCalls.end()
    isFinalized = true
  }

  /// The first ranks, among themselves (`MPI_Comm_split`); nil on the others. One alone does without MPI. It lives as
  /// long as this. Every rank has to come here.
  package func group(_ ranks: Int) -> Communicator? {
    precondition((1...size).contains(ranks))
    guard ranks < size else { return self }
    var group: MPI_Comm? = nil
    unsafe MPI_Comm_split(
      handle, rank < ranks ? 0 : velibcorr_mpi_undefined(), Int32(rank), &group)
    guard rank < ranks else { return nil }
    guard ranks > 1 else { return Communicator() }
    let communicator = unsafe Communicator(handle: group!)
    groups.append(communicator)
    return communicator
  }

  /// Ends every rank at once (`MPI_Abort`). Standard error must be flushed before.
  package func abort(code: Int32) -> Never {
    RankCalls.end()
    if usesMPI { unsafe MPI_Abort(velibcorr_mpi_comm_world(), code) }
    exit(code)
  }

  /// Is this rank 0, which speaks and decides?
  package var isRoot: Bool { rank == 0 }

  /// Numbers that all ranks add to; nil where there are no others, or where they are on other hosts. Collective.
  package func makeHostCounters(_ count: Int) -> HostCounters? {
    guard size > 1, let counters = unsafe HostCounters(count, handle, rank: rank, size: size) else {
      return nil
    }
    hostCounters.append(counters)
    return counters
  }

  /// Makes a call of MPI in which this rank may have to wait for others.
  func timed(_ call: () -> Void) {
    let start = ContinuousClock.now
    call()
    timeInMPI += ContinuousClock.now - start
  }

  /// Notes bytes that every other rank gets.
  private func noteSent(toAll bytes: Int) { bytesSent += bytes * (size - 1) }

  // MARK: - Collectives

  /// Waits for all ranks (`MPI_Barrier`).
  package func barrier() {
    guard size > 1 else { return }
    timed { unsafe MPI_Barrier(handle) }
  }

  /// The values of all ranks, by rank (`MPI_Allgather`).
  package func allGather(_ values: [Int64]) -> [[Int64]] {
    guard size > 1 else { return [values] }
    noteSent(toAll: 8 * values.count)
    var gathered = [Int64](repeating: 0, count: values.count * size)
    timed {
      unsafe MPI_Allgather(
        values, Int32(values.count), velibcorr_mpi_int64(),
        &gathered, Int32(values.count), velibcorr_mpi_int64(), handle)
    }
    return (0..<size).map { Array(gathered[$0 * values.count..<($0 + 1) * values.count]) }
  }

  /// The element-wise sums over all ranks (`MPI_Allreduce`).
  package func sum(_ values: [Int64]) -> [Int64] {
    guard size > 1 else { return values }
    noteSent(toAll: 8 * values.count)
    var sums = values
    timed {
      unsafe MPI_Allreduce(
        values, &sums, Int32(values.count), velibcorr_mpi_int64(), velibcorr_mpi_sum(),
        handle)
    }
    return sums
  }

  /// The bytes of all ranks, by rank (`MPI_Allgatherv`).
  package func allGather(_ bytes: [UInt8]) -> [[UInt8]] {
    guard size > 1 else { return [bytes] }
    noteSent(toAll: bytes.count)
    let counts = allGather([Int64(bytes.count)]).map { Int32($0[0]) }
    let offsets = Self.offsets(counts)
    var gathered = [UInt8](repeating: 0, count: counts.reduce(0) { $0 + Int($1) })
    timed {
      unsafe MPI_Allgatherv(
        bytes, Int32(bytes.count), velibcorr_mpi_byte(),
        &gathered, counts, offsets, velibcorr_mpi_byte(), handle)
    }
    return zip(counts, offsets).map { count, offset in Array(gathered[Int(offset)..<Int(offset + count)]) }
  }

  /// The numbers of all ranks, one after the other by rank (`MPI_Allgatherv`).
  package func concatenate(_ values: [Double]) -> [Double] {
    unsafe size > 1 ? concatenate(values, zero: 0, velibcorr_mpi_double()) : values
  }

  /// The integers of all ranks, one after the other by rank (`MPI_Allgatherv`).
  package func concatenate(_ values: [Int64]) -> [Int64] {
    unsafe size > 1 ? concatenate(values, zero: 0, velibcorr_mpi_int64()) : values
  }

  private func concatenate<Number: BitwiseCopyable>(
    _ values: [Number], zero: Number, _ type: MPI_Datatype
  ) -> [Number] {
    noteSent(toAll: values.count * MemoryLayout<Number>.stride)
    let counts = allGather([Int64(values.count)]).map { Int32($0[0]) }
    var gathered = [Number](repeating: zero, count: counts.reduce(0) { $0 + Int($1) })
    timed {
      unsafe MPI_Allgatherv(
        values, Int32(values.count), type, &gathered, counts, Self.offsets(counts), type,
        handle)
    }
    return gathered
  }

  /// Gives every rank the rows of all: `counts[0]` of rank 0, then those of rank 1 and so on, which each has where
  /// they belong (`MPI_Allgatherv` in place).
  package func shareRows(_ rows: UnsafeMutableBufferPointer<Double>, rowLength: Int, _ counts: [Int]) {
    precondition(counts.count == size && counts.reduce(0, +) * rowLength == rows.count)
    guard size > 1 else { return }
    noteSent(toAll: 8 * rowLength * counts[rank])
    let counts = counts.map { Int32($0) }
    unsafe withRowType(of: rowLength, velibcorr_mpi_double()) { row in
      timed {
        unsafe MPI_Allgatherv(
          velibcorr_mpi_in_place(), 0, row, rows.baseAddress, counts, Self.offsets(counts), row,
          handle)
      }
    }
  }

  /// A type of a whole row: there may be more numbers than an Int32 can count.
  private func withRowType(of length: Int, _ type: MPI_Datatype, _ body: (MPI_Datatype) -> Void) {
    var row: MPI_Datatype? = unsafe type
    unsafe MPI_Type_contiguous(Int32(length), type, &row)
    unsafe MPI_Type_commit(&row)
    unsafe body(row!)
    unsafe MPI_Type_free(&row)
  }

  /// Sends rows of `rowLength` numbers, of which the first `counts[0]` go to rank 0, the next `counts[1]` to rank 1
  /// and so on; returns the rows that the ranks sent to this one, by rank (`MPI_Alltoallv`).
  package func exchange(_ numbers: [Int64], rowLength: Int, _ counts: [Int]) -> [Int64] {
    precondition(counts.count == size && counts.reduce(0, +) * rowLength == numbers.count)
    guard size > 1 else { return numbers }
    bytesSent += 8 * rowLength * (counts.reduce(0, +) - counts[rank])
    let sent = counts.map { Int32($0) }
    let received = allGather(counts.map(Int64.init)).map { Int32($0[rank]) }
    var result = [Int64](repeating: 0, count: received.reduce(0) { $0 + Int($1) } * rowLength)
    unsafe withRowType(of: rowLength, velibcorr_mpi_int64()) { row in
      timed {
        unsafe MPI_Alltoallv(
          numbers, sent, Self.offsets(sent), row, &result, received, Self.offsets(received), row,
          handle)
      }
    }
    return result
  }

  private static func offsets(_ counts: [Int32]) -> [Int32] {
    var offset: Int32 = 0
    return counts.map { count in
      defer { offset += count }
      return offset
    }
  }
}
