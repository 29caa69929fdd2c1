import Glibc

/// A program that runs as the leader of a process group of its own, with pipes to its standard streams.
package final class ChildProcess {
  package enum Input {
    case nothing
    /// No standard input at all.
    case closed
    case bytes([UInt8])
    /// A pipe that stays open until the program has ended.
    case open
    case file(String)
  }

  package enum Output {
    case pipe
    /// A pipe whose reader is gone before the program starts.
    case closedPipe
    /// A pipe whose reader goes after so many bytes.
    case pipeRead(upTo: Int)
    case file(String)
  }

  package let pid: pid_t
  package private(set) var output: [UInt8] = []
  package private(set) var errors: [UInt8] = []
  private var inputPipe: Descriptor?
  private var outputPipe: Descriptor?
  private var errorPipe: Descriptor?
  private var unwritten: ArraySlice<UInt8> = []
  private var closesInput = true
  private var wantedOutput = Int.max
  private var ending: Ending?

  package init(
    _ command: [String], folder: String, environment: [String: String], input: Input, output: Output
  ) throws {
    var standardInput: Descriptor?
    switch input {
    case .nothing: standardInput = try Descriptor(opening: "/dev/null", O_RDONLY)
    case .closed: break
    case .file(let path): standardInput = try Descriptor(opening: path, O_RDONLY)
    case .bytes, .open:
      let (read, write) = try Descriptor.pipe()
      write.makeNonblocking()
      (standardInput, inputPipe) = (read, write)
      if case .bytes(let bytes) = input { unwritten = bytes[...] }
      if case .open = input { closesInput = false }
    }
    let standardOutput: Descriptor
    switch output {
    case .file(let path): standardOutput = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC)
    case .pipe, .closedPipe, .pipeRead:
      let (read, write) = try Descriptor.pipe()
      read.makeNonblocking()
      standardOutput = write
      if case .closedPipe = output {} else { outputPipe = read }
      if case .pipeRead(let count) = output { wantedOutput = count }
    }
    let (read, write) = try Descriptor.pipe()
    read.makeNonblocking()
    errorPipe = read
    pid = try spawnProcess(
      command, folder: folder, environment: environment.map { "\($0)=\($1)" },
      streams: [standardInput?.number, standardOutput.number, write.number])
  }

  /// Sends a signal to the program alone.
  package func signal(_ number: Int32) { Glibc.kill(pid, number) }

  /// Writes `chunk` again and again to an open standard input until the program has surely taken
  /// `count` bytes more than a pipe holds.
  package func feed(_ chunk: [UInt8], untilTaken count: Int, limit: Duration = .seconds(60)) throws {
    var fed = 0
    let deadline = ContinuousClock.now + limit
    while fed < count + Descriptor.pipeCapacity {
      let written = inputPipe?.write(chunk[(fed % chunk.count)...]) ?? 0
      fed += written
      if written == 0 { _ = transfer(milliseconds: 5) }
      reap()
      guard ending == nil, ContinuousClock.now < deadline else {
        throw TimeLimit(what: "the program to take its input; it said: \(errorText)")
      }
    }
  }

  /// Has it not ended yet?
  package var isRunning: Bool {
    reap()
    return ending == nil
  }

  /// Has it written this to standard output by now?
  package func hasWritten(_ text: String) -> Bool {
    while transfer(milliseconds: 0) {}
    return String(decoding: output, as: UTF8.self).contains(text)
  }

  /// Waits for the program's end; past the limit its process group is killed and an error thrown.
  @discardableResult
  package func wait(limit: Duration = .seconds(60)) throws -> Outcome {
    let deadline = ContinuousClock.now + limit
    while ending == nil {
      _ = transfer(milliseconds: 5)
      reap()
      guard ending == nil else { break }
      guard ContinuousClock.now < deadline else {
        kill()
        throw TimeLimit(what: "the end of the program; it said: \(errorText)")
      }
    }
    while transfer(milliseconds: 0) {}
    return Outcome(ending: ending!, output: output, errors: errorText)
  }

  private var errorText: String { String(decoding: errors, as: UTF8.self) }

  private func reap() {
    var status: Int32 = 0
    if ending == nil, unsafe waitpid(pid, &status, WNOHANG) == pid { ending = Ending(status: status) }
  }

  private func kill() {
    guard ending == nil else { return }
    Glibc.kill(-pid, SIGKILL)
    waitpid(pid, nil, 0)
    ending = .signal(SIGKILL)
  }

  deinit { kill() }

  /// Moves what can be moved now, waiting for it a little; false when nothing was.
  private func transfer(milliseconds: Int32) -> Bool {
    if unwritten.isEmpty && closesInput { inputPipe = nil }
    let written = unwritten.isEmpty ? nil : inputPipe
    let ready = Descriptor.poll(
      reading: [outputPipe, errorPipe], writing: written, milliseconds: milliseconds)
    if ready[2] {
      guard let count = inputPipe?.write(unwritten), count > 0 else {
        unwritten = []
        return true
      }
      unwritten = unwritten.dropFirst(count)
    }
    if ready[0], let bytes = outputPipe?.read(atMost: wantedOutput - output.count) {
      output += bytes
      if bytes.isEmpty || output.count >= wantedOutput { outputPipe = nil }
    }
    if ready[1], let bytes = errorPipe?.read(atMost: .max) {
      errors += bytes
      if bytes.isEmpty { errorPipe = nil }
    }
    return ready.contains(true)
  }
}

/// How a program ended.
package enum Ending: Equatable, Sendable {
  case exit(Int32)
  case signal(Int32)

  fileprivate init(status: Int32) {
    self = status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
  }
}

/// What a program that has ended leaves to be judged.
package struct Outcome: Sendable {
  package let ending: Ending
  package let output: [UInt8]
  package let errors: String

  package var text: String { String(decoding: output, as: UTF8.self) }
}

/// Something did not come in time.
package struct TimeLimit: Error, CustomStringConvertible {
  let what: String
  package var description: String { "waited in vain for \(what)" }
}

/// Waits until `condition` holds, looking again and again.
package func eventually(
  _ what: String, limit: Duration = .seconds(60), _ condition: () throws -> Bool
) throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else { throw TimeLimit(what: what) }
    usleep(500)
  }
}
