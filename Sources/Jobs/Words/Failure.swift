import Benchmarks
import Correlation
import Distribution
import Ingestion
import Rendering
import Text
import Workers

/// The message to the user when a run ends early: what happened, and what to do next.
package struct Failure: Error {
  /// The code that the program ends with.
  package let status: ExitStatus
  /// The event and its place, without the program's name; empty where there is nothing to say.
  package let message: String
  /// The next step; nil where there is nothing to advise. May have several lines.
  package let advice: String?

  /// A failure in words of its own.
  package init(_ status: ExitStatus, _ message: String, advice: String? = nil) {
    self.status = status
    self.message = message
    self.advice = advice
  }

  /// Puts any error into words; those of inputs, outputs and launchers have initialisers of their own.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as IngestionError: self.init(error)
    case let error as OutputError: self.init(error)
    case let error as LaunchError: self.init(error)
    case let error as PartialCorrelationsError: self.init(error)
    case let failure as TaskFailure where failure.task == nil:
      self.init(.unavailable, "\(failure)", advice: Self.threadsAdvice)
    case let failure as RankFailure:
      self.init(.unavailable, "\(failure)", advice: Self.threadsAdvice)
    case let failure as TaskFailure:
      self.init(.bug, "\(failure)", advice: "--keep-going runs the other tasks, and reports those that fail")
    case let error as ThreadError:
      self.init(.unavailable, "\(error)", advice: Self.threadsAdvice)
    case let error as PairSelection.TooMany:
      self.init(
        .usage,
        "more than \(Figures.grouped(Int64(error.limit))) pairs are to be listed, which --memory is too small for",
        advice: "list fewer, by --top or --min-abs-r, or allow more with --memory")
    default: self.init(.bug, "unexpected error: \(error)", advice: "please report it with the command line")
    }
  }

  /// A thread is all that a rank can lack by itself.
  private static let threadsAdvice =
    "use fewer --threads, or raise the limits on processes and memory (ulimit -u, ulimit -v, the job's own)"

  /// Does `body`. Of a failure it writes the message, then throws an `Exit` with its status; throws an `Exit` of
  /// `body` as it is.
  package static func told<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let exit as Exit {
      throw exit
    } catch {
      let failure = Failure(error)
      Messages.write(failure.text)
      throw Exit(failure.status)
    }
  }

  /// Empty where there is nothing to say.
  var text: String {
    guard !message.isEmpty else { return "" }
    return "\(Messages.errorPrefix)\(Printable.lines(message))\n"
      + (advice.map { "  \(Printable.lines($0))\n" } ?? "")
  }
}
