import Availability
import Distribution
import Glibc
import Ingestion
import Rendering

/// The faulty rows of streams, kept until it is their turn: in a file without a name, as there may be many.
@safe final class RejectSpool {
  private var file: UnsafeMutablePointer<FILE>?
  private(set) var isEmpty = true

  init() {}

  deinit { if let file = unsafe file { unsafe fclose(file) } }

  func append(_ reject: Reject) {
    if unsafe file == nil { unsafe file = tmpfile() }
    guard let file = unsafe file else { return }
    isEmpty = false
    let text = reject.csv
    unsafe fwrite(text, 1, text.count, file)
  }

  /// The text kept, piece by piece.
  func forEachPiece(_ body: ([UInt8]) throws -> Void) rethrows {
    guard let file = unsafe file else { return }
    unsafe rewind(file)
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = unsafe fread(&buffer, 1, buffer.count, file), count > 0 {
      try body(Array(buffer[..<count]))
    }
  }
}

extension Reject {
  static let header = Array("file,line,reason,row\n".utf8)

  /// `file,line,reason,row`, quoted by RFC 4180.
  var csv: [UInt8] {
    CSVText.field(Array(path.utf8)) + Array(",\(line),".utf8) + CSVText.field(Array(reason.title.utf8))
      + [UInt8(ascii: ",")] + CSVText.field(row) + [UInt8(ascii: "\n")]
  }
}

extension SharedOutput {
  /// Writes the faulty rows: those of files in the order of the inputs and lines, then those of streams.
  mutating func write(rejectsOf ingested: Ingested, rules: RowRules, files: Int) throws {
    let communicator = job.communicator
    try append(communicator.isRoot ? Reject.header : [])
    for number in 0..<files {
      var reader = ingested.segments.first { $0.number == number }.map {
        RejectReader($0.segment, of: $0.file, rules: rules)
      }
      for rank in 0..<communicator.size {
        var isMore = true
        while isMore {
          let rejects = rank == communicator.rank ? try job.orEnd { try reader?.next() ?? nil } : nil
          isMore = communicator.allGather([Int64(rejects == nil ? 0 : 1)])[rank][0] == 1
          try append((rejects ?? []).flatMap(\.csv))
        }
      }
    }
    // Each rank's streams at once would mix their order; one rank after the other does not.
    for rank in 0..<communicator.size {
      var pieces: [[UInt8]] = []
      if rank == communicator.rank { ingested.streamRejects.forEachPiece { pieces.append($0) } }
      for number in 0..<Int(communicator.allGather([Int64(pieces.count)])[rank][0]) {
        try append(number < pieces.count ? pieces[number] : [])
      }
    }
  }
}
