import Availability
import Workers

/// One reading of a stream of records, and of the logs that follow it in its archive.
struct StreamReading {
  let rules: RowRules
  /// Its place among the pieces of all inputs.
  let piece: Int
  /// That convert JSON.
  let threads: Int
  let progress: Progress?
  let onReject: ((Reject) -> Void)?

  /// Reads the log that `stream` begins with, and all that follow it in its archive.
  ///
  /// - Parameter first: its bytes, or the part of them that is to be read.
  func profiles(of stream: LogStream, _ first: PeekableStream) throws -> (ProfileSums, StreamFindings) {
    let (path, archive) = (stream.file.path, stream.archive)
    let name = stream.member == nil || archive == nil ? path : "\(path): \(stream.member!)"
    var findings = stream.findings
    findings.leftAside = stream.asideBefore
    var logs = StreamLogs(self, stream.layout)
    try logs.read(first, named: name, layout: stream.layout, firstRow: stream.firstRow)
    /// Adds a log after the first.
    func add(
      _ header: HeaderReader.Header, _ content: PeekableStream, _ name: String, to logs: inout StreamLogs
    ) throws {
      guard case .records(let layout) = header.content else {
        findings.leftAside.append(name)
        return
      }
      try logs.read(content, named: "\(path): \(name)", layout: layout, firstRow: header.end)
      findings.laterMembers.append(name)
    }
    func finishFeed(_ content: PeekableStream, _ feeds: ArchiveFeeds?, _ logs: inout StreamLogs) throws {
      guard let found = content.feed?.findings else { return }
      findings.stations.merge(found.stations)
      findings.told.merge(found.told)
      if archive != nil { findings.laterMembers += found.sources.filter { $0 != stream.member } }
      findings.leftAside += found.namesLeftAside
      if let log = feeds?.takeLog() { try add(log.header, log.stream, log.name, to: &logs) }
    }
    try finishFeed(first, stream.feeds, &logs)
    while let archive, let member = try archive.nextFile() {
      switch try stream.explorer.look(at: member.content, in: archive, named: member.path) {
      case .log(let header, let content): try add(header, content, member.path, to: &logs)
      case .feed(let content, let feeds):
        try add(stream.explorer.feedHeader(content), content, member.path, to: &logs)
        try finishFeed(content, feeds, &logs)
      case .stations(let list): findings.stations.merge(list)
      case .empty: break
      case .other: findings.leftAside.append(member.path)
      }
    }
    return (logs.finish(), findings)
  }
}
