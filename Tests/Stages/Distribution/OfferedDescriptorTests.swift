import CDistribution
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("A descriptor that one process offers to another")
struct OfferedDescriptorTests {
  private static func offer(in folder: String) throws -> FileDescriptor {
    let offer = velibcorr_offer_descriptor(folder)
    guard offer >= 0 else { throw Errno(rawValue: errno) }
    return FileDescriptor(rawValue: offer)
  }

  /// Asks on a thread of its own, as it may wait.
  private final class Taker: @unchecked Sendable {
    private let isDone = DispatchSemaphore(value: 0)
    private var outcome = Result<FileDescriptor, Errno>.failure(.timedOut)

    init(in folder: String) {
      Thread.detachNewThread { [self] in
        let taken = velibcorr_take_descriptor(folder)
        outcome =
          taken < 0 ? .failure(Errno(rawValue: errno)) : .success(FileDescriptor(rawValue: taken))
        isDone.signal()
      }
    }

    var taken: Result<FileDescriptor, Errno> {
      isDone.wait()
      return outcome
    }
  }

  private static func waitForCaller(_ offer: FileDescriptor) {
    var polled = pollfd(fd: offer.rawValue, events: Int16(POLLIN), revents: 0)
    #expect(poll(&polled, 1, 10_000) == 1)
  }

  @Test("it is the same open file, place and all; a folder's path may be longer than an address of a socket")
  func same() throws {
    let top = try TemporaryFolder()
    let folder = "\(top.path)/\(String(repeating: "x", count: 200))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let offer = try Self.offer(in: folder)
    defer { try? offer.close() }
    let file = try FileDescriptor.open(try top.write("file", "abcdef"), .readOnly)
    defer { try? file.close() }
    try file.seek(offset: 2, from: .start)
    for place in [Int64(3), 4] {
      let taker = Taker(in: folder)
      Self.waitForCaller(offer)
      #expect(velibcorr_give_descriptor(offer.rawValue, file.rawValue) == 0)
      let other = try taker.taken.get()
      defer { try? other.close() }
      #expect(fcntl(other.rawValue, F_GETFD) & FD_CLOEXEC != 0)
      var byte = [UInt8](repeating: 0, count: 1)
      #expect(try byte.withUnsafeMutableBytes { try other.read(into: $0) } == 1)
      #expect(byte == [UInt8(ascii: "a") + UInt8(place - 1)])
      #expect(try file.seek(offset: 0, from: .current) == place)
    }
  }

  @Test("nobody offers one, nobody offers one any more, or goes away before giving it")
  func none() throws {
    let folder = try TemporaryFolder()
    #expect(Taker(in: folder.path).taken == .failure(.noSuchFileOrDirectory))
    #expect(Taker(in: "\(folder.path)/none").taken == .failure(.noSuchFileOrDirectory))
    let offer = try Self.offer(in: folder.path)
    let taker = Taker(in: folder.path)
    Self.waitForCaller(offer)
    try offer.close()
    #expect(taker.taken == .failure(.connectionReset))
    #expect(Taker(in: folder.path).taken == .failure(.connectionRefused))
    #expect(throws: Errno.addressInUse) { try Self.offer(in: folder.path) }
  }

  @Test("who asked is gone, or there is nothing to give")
  func gone() throws {
    let folder = try TemporaryFolder()
    let offer = try Self.offer(in: folder.path)
    defer { try? offer.close() }
    let taker = Taker(in: folder.path)
    Self.waitForCaller(offer)
    #expect(velibcorr_give_descriptor(offer.rawValue, -1) == -1)
    #expect(errno == EBADF)
    #expect(taker.taken == .failure(.connectionReset))
  }
}
