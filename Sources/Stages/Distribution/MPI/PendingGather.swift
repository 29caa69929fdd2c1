import CMPI

/// A number of each rank that all ranks will know, when every rank has given its own (`MPI_Iallgather`).
///
/// It is completed before it is dropped; one call of MPI at a time.
@safe package final class PendingGather {
  private let communicator: Communicator
  private let numbers: UnsafeMutableBufferPointer<Int64>
  /// Null when it is complete.
  private var request: MPI_Request?

  fileprivate init(_ number: Int, on communicator: Communicator) {
    self.communicator = communicator
    unsafe numbers = .allocate(capacity: communicator.size)
    unsafe numbers.initialize(repeating: Int64(number))
    guard communicator.size > 1 else { return }
    unsafe MPI_Iallgather(
      velibcorr_mpi_in_place(), 0, velibcorr_mpi_int64(), numbers.baseAddress, 1, velibcorr_mpi_int64(),
      communicator.handle, &request)
  }

  deinit {
    unsafe precondition(request == nil, "MPI still writes into a gather's memory")
    unsafe numbers.deallocate()
  }

  /// The numbers by rank, if all are there (`MPI_Test`).
  package func poll() -> [Int]? {
    if unsafe request != nil {
      var isComplete: Int32 = 0
      unsafe MPI_Test(&request, &isComplete, velibcorr_mpi_status_ignore())
      guard isComplete != 0 else { return nil }
      unsafe request = nil
    }
    return unsafe numbers.map { Int($0) }
  }

  /// The numbers by rank (`MPI_Wait`).
  package func wait() -> [Int] {
    if unsafe request != nil {
      communicator.timed { unsafe MPI_Wait(&request, velibcorr_mpi_status_ignore()) }
      unsafe request = nil
    }
    return unsafe numbers.map { Int($0) }
  }
}

extension Communicator {
  /// Begins to tell all ranks a number of each; every rank has to, in the order of its other collective calls.
  package func beginGather(_ number: Int) -> PendingGather { PendingGather(number, on: self) }
}
