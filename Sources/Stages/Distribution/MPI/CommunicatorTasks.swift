import CMPI
import Glibc

/// What is needed to share out tasks.
extension Communicator {
  /// Adds to a counter that the ranks share, and returns what it was. From any thread, after `resetCounter`.
  package func fetchAndAdd(_ amount: Int) -> Int { counter.fetchAndAdd(amount) }

  /// Sets that counter to 0 on all ranks.
  package func resetCounter() { counter.reset() }

  /// Does `body`, in which any rank may call `fetchAndAdd`, and nothing else. Every rank has to come here.
  package func whileSharing<R>(_ body: () throws -> R) rethrows -> R { try counter.whileServing(body) }

  /// Gives all ranks rank 0's number. They look for it at times and sleep in between, longer and longer up to 10 ms:
  /// MPI itself would keep a core busy by waiting.
  package func announce(_ number: Int) -> Int {
    guard size > 1 else { return number }
    var number = Int64(number)
    if isRoot {
      for other in 1..<size {
        unsafe MPI_Send(&number, 1, velibcorr_mpi_int64(), Int32(other), Self.announcement, handle)
      }
      return Int(number)
    }
    var (hasCome, pause): (Int32, useconds_t) = (0, 50)
    while true {
      unsafe MPI_Iprobe(0, Self.announcement, handle, &hasCome, velibcorr_mpi_status_ignore())
      if hasCome != 0 { break }
      usleep(pause)
      pause = min(2 * pause, 10_000)
    }
    unsafe MPI_Recv(
      &number, 1, velibcorr_mpi_int64(), 0, Self.announcement, handle, velibcorr_mpi_status_ignore())
    return Int(number)
  }

  private static let announcement: Int32 = 1

  /// Sends pieces of an array as one message (`MPI_Type_indexed`, `MPI_Send`).
  package func send(
    _ pieces: [Range<Int>], of numbers: UnsafeMutableBufferPointer<Double>, to rank: Int
  ) {
    unsafe withType(of: pieces) { type in
      unsafe MPI_Send(numbers.baseAddress, 1, type, Int32(rank), 0, handle)
    }
  }

  /// Receives numbers into pieces of an array (`MPI_Recv`).
  package func receive(
    _ pieces: [Range<Int>], of numbers: UnsafeMutableBufferPointer<Double>, from rank: Int
  ) {
    unsafe withType(of: pieces) { type in
      unsafe MPI_Recv(numbers.baseAddress, 1, type, Int32(rank), 0, handle, velibcorr_mpi_status_ignore())
    }
  }

  private func withType(of pieces: [Range<Int>], _ body: (MPI_Datatype?) -> Void) {
    var type: MPI_Datatype? = nil
    unsafe MPI_Type_indexed(
      Int32(pieces.count), pieces.map { Int32($0.count) }, pieces.map { Int32($0.lowerBound) },
      velibcorr_mpi_double(), &type)
    unsafe MPI_Type_commit(&type)
    unsafe body(type)
    unsafe MPI_Type_free(&type)
  }
}
