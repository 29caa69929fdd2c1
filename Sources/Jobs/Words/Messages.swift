import Distribution
import Glibc
import Synchronization
import SystemPackage

/// Words to people: to standard error, or to the process that started the ranks.
package enum Messages {
  private static let descriptor: FileDescriptor = {
    guard let channel = unsafe getenv(LaunchChannels.messagesVariable) else { return .standardError }
    return unsafe (try? FileDescriptor.open(FilePath(platformString: channel), .writeOnly)) ?? .standardError
  }()

  /// How an error begins, whoever has found it.
  package static var errorPrefix: String { "velibcorr: \(Terminal.style.error("error:")) " }

  static func tell(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    write(lines.map { "velibcorr: \(Printable.lines($0))\n" }.joined())
  }

  /// Written at once, as a whole. Where nobody listens, there is nobody to tell.
  package static func write(_ text: String) { turn.withLock { _ in send(Terminal.takeLine() + text) } }

  /// Shows a line that the next message, or the next such line, is written over.
  static func writeOver(_ line: String) {
    turn.withLock { _ in
      Terminal.noteLine()
      send(Terminal.erasing + line)
    }
  }

  /// Takes such a line away, if there is one.
  static func eraseLine() { turn.withLock { _ in send(Terminal.takeLine()) } }

  private static let turn = Mutex(())

  private static func send(_ text: String) {
    guard !text.isEmpty else { return }
    var text = text
    _ = try? text.withUTF8 { try unsafe descriptor.writeAll(UnsafeRawBufferPointer($0)) }
  }
}
