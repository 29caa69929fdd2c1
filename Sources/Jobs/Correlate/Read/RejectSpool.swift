import Availability
import Distribution
import Glibc
import Ingestion
import Rendering
import SystemPackage
import Text

/// The faulty rows of streams, kept until it is their turn: in a file without a name, as there may be many.
/// For one thread at a time.
@safe final class RejectSpool: @unchecked Sendable {
  private var file: UnsafeMutablePointer<FILE>?
  private var isReading = false
  /// Why not all that was to be kept is.
  private var failure: Errno?

  init() {}

  /// What an earlier run has kept.
  init(_ text: [UInt8]) { append(text) }

  deinit { if let file = unsafe file { unsafe fclose(file) } }

  func append(_ reject: Reject) { append(reject.csv) }

  private func append(_ text: [UInt8]) {
    if unsafe file == nil { unsafe file = tmpfile() }
    guard let file = unsafe file else {
      failure = failure ?? Errno(rawValue: errno)
      return
    }
    if unsafe fwrite(text, 1, text.count, file) < text.count { failure = failure ?? Errno(rawValue: errno) }
  }

  /// Throws `Failure` where there was no room for all that was to be kept. To be asked for before `next`.
  func requireWhole() throws {
    if !isReading, let file = unsafe file, unsafe fflush(file) != 0 {
      failure = failure ?? Errno(rawValue: errno)
    }
    guard let failure else { return }
    throw Failure(
      .inputOutput, "cannot keep faulty rows in \(P_tmpdir) until it is their turn: \(failure.words)",
      advice: "make room there, or leave --rejects out")
  }

  /// All that was kept; nil when it is more than `limit` bytes. To be asked for before `next`.
  func text(limit: Int) -> [UInt8]? {
    guard (try? requireWhole()) != nil else { return nil }
    guard let file = unsafe file else { return [] }
    let size = unsafe ftell(file)
    guard size <= limit else { return nil }
    unsafe rewind(file)
    var text = [UInt8](repeating: 0, count: size)
    let count = unsafe fread(&text, 1, size, file)
    return count == size ? text : nil
  }

  /// The next piece of the text kept; nil after the last.
  func next() -> [UInt8]? {
    guard let file = unsafe file else { return nil }
    if !isReading { unsafe rewind(file) }
    isReading = true
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    return count > 0 ? Array(buffer[..<count]) : nil
  }
}

extension Reject {
  static let header = Array("file,line,reason,row\n".utf8)

  /// `file,line,reason,row`, quoted by RFC 4180.
  var csv: [UInt8] {
    CSVText.field(path.systemBytes) + Array(",\(line),".utf8) + CSVText.field(Array(reason.title.utf8))
      + [UInt8(ascii: ",")] + CSVText.field(row) + [UInt8(ascii: "\n")]
  }
}

extension SharedOutput {
  /// Writes the faulty rows in the order of the inputs and of their lines.
  mutating func write(rejectsOf read: ReadRows, rules: RowRules, total: Int64) throws {
    let communicator = job.communicator
    try append(communicator.isRoot ? Reject.header : [])
    let progress = job.begin(ProgressStep(.writingRejects, unit: .rows, total: Int(total)))
    defer { job.endStep() }
    let segments = Dictionary(
      uniqueKeysWithValues: read.segments.filter { !$0.segment.rejectStretches.isEmpty }.map {
        ($0.number, $0)
      })
    let mine = segments.keys.map { Int64($0) } + read.streamRejects.keys.map { Int64($0) }
    for number in Set(communicator.concatenate(mine)).map({ Int($0) }).sorted() {
      var reader = segments[number].map { RejectReader($0.segment, of: $0.file, rules: rules) }
      let spool = read.streamRejects[number]
      for rank in 0..<communicator.size {
        var isMore = true
        while isMore {
          var text: [UInt8]?
          var rows = 0
          if rank == communicator.rank {
            let rejects = try job.orEnd {
              try spool?.requireWhole()
              return try reader?.next()
            }
            text = rejects?.flatMap(\.csv) ?? spool?.next()
            // In a spool, by their lines.
            rows = rejects?.count ?? text?.count { $0 == UInt8(ascii: "\n") } ?? 0
          }
          let found = communicator.allGather([text == nil ? 0 : 1, Int64(rows)])[rank]
          isMore = found[0] == 1
          progress.add(Int(found[1]))
          try append(text ?? [])
        }
      }
    }
  }
}
