import Glibc
import Synchronization
import SystemPackage

/// Reads another stream on a thread of its own and keeps a few buffers full, so that decompression and
/// parsing overlap. May be read by several threads: each chunk goes to one of them.
///
/// From `init` to `stop` the other stream is the thread's, and nobody else may use it.
package final class ReadAhead: ByteStream, Sendable {
  /// Bytes of a chunk where none are named: with four chunks, 4 MiB a stream.
  package static let defaultChunkSize = 1 << 20

  private let buffers: ChunkBuffers
  private let thread: Mutex<pthread_t?>
  /// The chunk that `read` is in, and how much of it was read.
  private let current = Mutex<(filled: ChunkBuffers.Filled, offset: Int)?>(nil)

  /// - Parameters:
  ///   - chunks: how many there are; whoever keeps them all and asks for one more waits for ever.
  ///   - margin: bytes on both sides of a chunk that are readable, and in front of it also writable.
  package init(
    _ stream: any ByteStream, chunkSize: Int = defaultChunkSize, chunks: Int = 4, margin: Int = 0
  ) {
    buffers = ChunkBuffers(stream, chunkSize: chunkSize, chunks: chunks, margin: margin)
    var handle = pthread_t()
    let context = unsafe Unmanaged.passRetained(buffers).toOpaque()
    let status = unsafe pthread_create(
      &handle, nil,
      { context in
        unsafe Unmanaged<ChunkBuffers>.fromOpaque(context!).takeRetainedValue().fillAll()
        return nil
      }, unsafe context)
    thread = Mutex(status == 0 ? handle : nil)
    if status != 0 {
      unsafe Unmanaged<ChunkBuffers>.fromOpaque(context).release()
      // Silence would be waited for in vain.
      buffers.fail(.reading(Errno(rawValue: status)))
    }
  }

  deinit { stop() }

  /// The next chunk of the stream, `chunkSize` bytes but for the last; nil at the end. The bytes are not
  /// copied: the buffer is used again when the chunk is dropped.
  ///
  /// - Throws: the other stream's `StreamError`, after all chunks before it, to every thread that asks.
  package func nextChunk() throws(StreamError) -> Chunk? {
    guard let filled = try buffers.nextFilled() else { return nil }
    return Chunk(buffers, filled)
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    nonisolated(unsafe) let target = unsafe buffer
    return try current.withLock { (current) throws(StreamError) -> Int in
      if current == nil { current = try buffers.nextFilled().map { ($0, 0) } }
      guard let (filled, offset) = current else { return 0 }
      let count = unsafe min(target.count, filled.count - offset)
      unsafe target.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: buffers.bytes(filled)[offset..<offset + count]))
      if offset + count == filled.count {
        buffers.giveBack(filled)
        current = nil
      } else {
        current = (filled, offset + count)
      }
      return count
    }
  }

  /// Ends the thread, also one that waits for a pipe. The chunks already read can still be taken; after
  /// them comes `Errno.canceled` unless it was the end. The other stream may be used again if its end was
  /// reached; before, it is interrupted.
  package func stop() {
    guard let handle = thread.withLock({ $0.take() }) else { return }
    buffers.cancel()
    pthread_join(handle, nil)
  }

  package func interrupt() { buffers.interrupt() }

  /// A piece of the stream.
  @safe package struct Chunk: ~Copyable, Sendable {
    private let buffers: ChunkBuffers
    private let filled: ChunkBuffers.Filled

    fileprivate init(_ buffers: ChunkBuffers, _ filled: ChunkBuffers.Filled) {
      self.buffers = buffers
      self.filled = filled
    }

    deinit { buffers.giveBack(filled) }

    /// Place of the chunk among the chunks, from 0.
    package var number: Int { filled.number }
    /// Bytes of the chunk.
    package var count: Int { filled.count }

    /// Valid as long as the chunk, with the margin on both sides.
    package var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(buffers.bytes(filled)) }

    /// The margin in front: the start of a row, left over from the chunk before, can be put at its end.
    package var front: UnsafeMutableRawBufferPointer { unsafe buffers.front(filled) }
  }
}

/// The buffers that the thread fills and the readers empty. Each is at any time either free, with the
/// thread, waiting in order, or with one reader.
@safe private final class ChunkBuffers: @unchecked Sendable {
  struct Filled {
    let slot: Int
    let number: Int
    let count: Int
  }

  private struct State {
    var free: [Int]
    var filled: [Filled] = []
    var isCancelled = false
    /// How it ended, after what is in `filled`.
    var end: Result<Void, StreamError>?
  }

  private let stream: any ByteStream
  private let chunkSize: Int
  private let margin: Int
  private let slots: [UnsafeMutableRawBufferPointer]
  private let state: Mutex<State>
  /// One for each free buffer, and one to be woken by.
  private let freed = Semaphore()
  /// One for each waiting chunk, and one for the end that stays.
  private let ready = Semaphore()

  init(_ stream: any ByteStream, chunkSize: Int, chunks: Int, margin: Int) {
    precondition(chunkSize > 0 && chunks > 0 && margin >= 0)
    self.stream = stream
    self.chunkSize = chunkSize
    self.margin = margin
    unsafe slots = (0..<chunks).map { _ in
      let slot = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize + 2 * margin, alignment: 64)
      unsafe slot.initializeMemory(as: UInt8.self, repeating: 0)
      return unsafe slot
    }
    state = Mutex(State(free: Array(0..<chunks)))
    for _ in 0..<chunks { freed.signal() }
  }

  deinit {
    for i in unsafe slots.indices { unsafe slots[i].deallocate() }
  }

  func bytes(_ filled: Filled) -> UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(rebasing: slots[filled.slot][margin..<margin + filled.count])
  }

  func front(_ filled: Filled) -> UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(rebasing: slots[filled.slot][..<margin])
  }

  // MARK: - The thread

  func fillAll() {
    var number = 0
    while true {
      freed.wait()
      guard let slot = state.withLock({ $0.isCancelled ? nil : $0.free.removeLast() }) else {
        return fail(.reading(.canceled))
      }
      let (count, end) = fill(slot)
      // Bytes read before an error are as good as any.
      if count > 0 {
        state.withLock { $0.filled.append(Filled(slot: slot, number: number, count: count)) }
        ready.signal()
        number += 1
      }
      if let end { return finish(end) }
    }
  }

  private func fill(_ slot: Int) -> (count: Int, end: Result<Void, StreamError>?) {
    var count = 0
    while count < chunkSize {
      do {
        let rest = unsafe UnsafeMutableRawBufferPointer(
          rebasing: slots[slot][margin + count..<margin + chunkSize])
        let more = try unsafe stream.read(into: rest)
        if more == 0 { return (count, .success(())) }
        count += more
      } catch {
        return (count, .failure(error))
      }
    }
    return (count, nil)
  }

  func fail(_ error: StreamError) { finish(.failure(error)) }
  private func finish(_ end: Result<Void, StreamError>) {
    state.withLock { $0.end = end }
    ready.signal()
  }

  // MARK: - Readers

  func nextFilled() throws(StreamError) -> Filled? {
    ready.wait()
    let (filled, end) = state.withLock { $0.filled.isEmpty ? (nil, $0.end) : ($0.filled.removeFirst(), nil) }
    if let filled { return filled }
    // The end is there for everyone who asks.
    ready.signal()
    try end!.get()
    return nil
  }

  func giveBack(_ filled: Filled) {
    state.withLock { $0.free.append(filled.slot) }
    freed.signal()
  }

  func cancel() {
    let hasEnded = state.withLock { state in
      state.isCancelled = true
      return state.end != nil
    }
    freed.signal()
    // A stream that has ended is of use again: an archive has more members.
    if !hasEnded { stream.interrupt() }
  }

  func interrupt() { stream.interrupt() }
}
