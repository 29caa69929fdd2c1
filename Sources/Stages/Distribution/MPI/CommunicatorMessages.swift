import CMPI

/// Bytes from one rank to another.
extension Communicator {
  /// Sends bytes to a rank that waits for them (`MPI_Send`), in pieces that an Int32 can count.
  package func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) {
    for start in stride(from: 0, to: bytes.count, by: Self.messageSize) {
      let piece = unsafe bytes[start..<min(bytes.count, start + Self.messageSize)]
      timed {
        unsafe MPI_Send(
          UnsafeRawBufferPointer(rebasing: piece).baseAddress, Int32(piece.count), velibcorr_mpi_byte(),
          Int32(rank), 0, handle)
      }
    }
  }

  /// Receives `count` bytes from a rank (`MPI_Recv`), a piece at a time.
  package func receive(
    _ count: Int, from rank: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    var buffer = [UInt8](repeating: 0, count: min(count, Self.messageSize))
    for start in stride(from: 0, to: count, by: Self.messageSize) {
      let size = min(count - start, Self.messageSize)
      timed {
        unsafe MPI_Recv(
          &buffer, Int32(size), velibcorr_mpi_byte(), Int32(rank), 0, handle,
          velibcorr_mpi_status_ignore())
      }
      try unsafe buffer.withUnsafeBytes { try unsafe body(UnsafeRawBufferPointer(rebasing: $0[..<size])) }
    }
  }

  private static let messageSize = 8 << 20
}
