import Distribution
import Glibc
import SystemPackage

/// Words to people: to standard error, or to the process that started the ranks.
enum Messages {
  private static let descriptor: FileDescriptor = {
    guard let channel = unsafe getenv(LaunchChannels.messagesVariable) else { return .standardError }
    return unsafe (try? FileDescriptor.open(FilePath(platformString: channel), .writeOnly)) ?? .standardError
  }()

  static func tell(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    write(lines.map { "velibcorr: \($0)\n" }.joined())
  }

  /// Written at once, as a whole. Where nobody listens, there is nobody to tell.
  static func write(_ text: String) {
    var text = text
    _ = try? text.withUTF8 { try unsafe descriptor.writeAll(UnsafeRawBufferPointer($0)) }
  }
}
