import CDistribution
import Glibc
import SystemPackage

/// The ways from ranks to the process that started them: named pipes for messages and results, since a
/// rank's own standard streams pass through the launcher, which loses their ends and their errors.
package final class LaunchChannels: @unchecked Sendable {
  /// Names the pipe for messages in a rank's environment.
  package static let messagesVariable = "VELIBCORR_MESSAGES"
  /// Names the pipe for results in a rank's environment.
  package static let resultsVariable = "VELIBCORR_RESULTS"
  private static let inputVariable = "VELIBCORR_INPUT"

  /// What came through, apart from messages and results themselves.
  struct Pumped {
    /// The end of what the launcher, and ranks through it, wrote to their standard streams.
    var launcherWords = ""
    /// Has any rank sent a message?
    var heardRanks = false
    /// Why standard output took no more.
    var outputError: Errno?
    /// Which ranks were lost.
    var watch: RankWatch
    /// Did the launcher not end by itself?
    var wasOverdue = false
    fileprivate var launcherIsGone = false
  }

  private let folder: ScratchFolder
  private let sharedMemory: ScratchFolder?
  private let messages: Int32
  private let results: Int32
  private let calls: Int32
  /// Where a rank may take the standard input of this process; -1 where none is to.
  private let input: Int32
  let launcherWords: Pipe

  init(ranks: Int, offersStandardInput: Bool) throws(LaunchError) {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    try LaunchNeeds.require(ranks: ranks, in: parent)
    folder = try ScratchFolder(in: parent)
    sharedMemory = try? ScratchFolder(in: "/dev/shm")
    launcherWords = try Pipe()
    messages = try Self.fifo("\(folder.path)/messages")
    results = try Self.fifo("\(folder.path)/results")
    calls = try Self.fifo("\(folder.path)/calls")
    input = offersStandardInput ? unsafe velibcorr_offer_descriptor(folder.path) : -1
    guard input >= 0 || !offersStandardInput else { throw .cannotMakeChannel(Errno(rawValue: errno)) }
  }

  deinit {
    close(messages)
    close(results)
    close(calls)
    if input >= 0 { close(input) }
  }

  /// Also the folders in which Open MPI keeps what a job that is killed leaves behind.
  var variables: [String: String] {
    [
      Self.messagesVariable: "\(folder.path)/messages", Self.resultsVariable: "\(folder.path)/results",
      Self.inputVariable: input < 0 ? "" : folder.path,
      RankCalls.variable: "\(folder.path)/calls",
      "OMPI_MCA_orte_tmpdir_base": folder.path,
      "OMPI_MCA_btl_vader_backing_directory": (sharedMemory ?? folder).path,
    ]
  }

  /// Makes the standard input of the process that started this rank its own, if there was one to offer it. Through
  /// mpiexec it would be a copy, at whose end Open MPI 4.1.4 crashes now and then (`orte_iof_hnp_read_local_handler`).
  /// Throws `Errno` where the descriptor does not come.
  package static func takeStandardInput() throws(Errno) {
    guard let folder = unsafe getenv(inputVariable), unsafe folder.pointee != 0 else { return }
    let descriptor = unsafe velibcorr_take_descriptor(folder)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    defer { close(descriptor) }
    guard dup2(descriptor, STDIN_FILENO) >= 0 else { throw Errno(rawValue: errno) }
  }

  /// Copies until the launcher, a child of this process, has ended and the pipes are empty; returns how it
  /// ended (`waitpid`). `step` is called now and then until it has, `giveUp` when standard output takes no
  /// more. A launcher that does not end when its ranks have is killed.
  func pump(
    until child: pid_t, ranks: Int, step: (RankWatch) -> Void, giveUp: () -> Void
  ) -> (status: Int32, Pumped) {
    var pumped = Pumped(watch: RankWatch(size: ranks))
    defer { pumped.watch.stop() }
    var words: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var status: Int32 = 0
    var hasEnded = false
    while true {
      var polled = ([messages, results, launcherWords.readEnd, calls, input] + pumped.watch.descriptors).map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      // Closed at the writers' side, the launcher's pipe would wake us for ever. Then its end is near.
      if pumped.launcherIsGone { polled[2].fd = -1 }
      unsafe poll(&polled, nfds_t(polled.count), hasEnded ? 0 : pumped.launcherIsGone ? 1 : 100)
      var isIdle = true
      if polled[0].revents & Int16(POLLIN) != 0 {
        isIdle = false
        pumped.heardRanks = true
        let count = unsafe read(messages, &buffer, buffer.count)
        _ = Self.writeAll(buffer, count, to: STDERR_FILENO)
      }
      if polled[1].revents & Int16(POLLIN) != 0 {
        isIdle = false
        let count = unsafe read(results, &buffer, buffer.count)
        if pumped.outputError == nil, let error = Self.writeAll(buffer, count, to: STDOUT_FILENO) {
          pumped.outputError = error
          giveUp()
        }
      }
      if polled[2].revents & Int16(POLLIN | POLLHUP) != 0 {
        let count = unsafe read(launcherWords.readEnd, &buffer, buffer.count)
        if count > 0 {
          isIdle = false
          words = (words + buffer[..<count]).suffix(1 << 14)
        } else {
          pumped.launcherIsGone = true
        }
      }
      // A rank that is gone before it has it needs it no more.
      if polled[4].revents & Int16(POLLIN) != 0 { _ = velibcorr_give_descriptor(input, STDIN_FILENO) }
      let ended = pumped.watch.ended()
      let called = unsafe read(calls, &buffer, buffer.count)
      if called > 0 { pumped.watch.hear(buffer[..<called]) }
      pumped.watch.note(ended: ended)
      if !hasEnded { step(pumped.watch) }
      if pumped.watch.isOverdue && !hasEnded && !pumped.wasOverdue {
        pumped.wasOverdue = true
        kill(child, SIGKILL)
        pumped.watch.endAll()
      }
      if hasEnded && isIdle { break }
      if !hasEnded { hasEnded = unsafe waitpid(child, &status, WNOHANG) == child }
    }
    pumped.launcherWords = String(decoding: words, as: UTF8.self)
    return (status, pumped)
  }

  private static func writeAll(_ bytes: [UInt8], _ count: Int, to descriptor: Int32) -> Errno? {
    guard count > 0 else { return nil }
    do {
      _ = try unsafe bytes.withUnsafeBytes {
        try unsafe FileDescriptor(rawValue: descriptor).writeAll($0[..<count])
      }
      return nil
    } catch {
      return error as? Errno
    }
  }

  /// Open for reading and writing, so that it neither waits for a writer nor ends with one.
  private static func fifo(_ path: String) throws(LaunchError) -> Int32 {
    guard unsafe mkfifo(path, 0o600) == 0 else { throw .cannotMakeChannel(Errno(rawValue: errno)) }
    let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .cannotMakeChannel(Errno(rawValue: errno)) }
    return descriptor
  }
}

/// A pipe whose ends are closed once.
final class Pipe: @unchecked Sendable {
  let readEnd: Int32
  let writeEnd: Int32
  private var isOpenForWriting = true

  init() throws(LaunchError) {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw .cannotMakeChannel(Errno(rawValue: errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  func closeWriteEnd() {
    guard isOpenForWriting else { return }
    close(writeEnd)
    isOpenForWriting = false
  }

  deinit {
    closeWriteEnd()
    close(readEnd)
  }
}
