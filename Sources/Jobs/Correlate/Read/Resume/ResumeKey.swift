import Digests
import FoundationEssentials
import Ingestion

/// All that determines what the rows of a run's inputs become: what was saved is of use to a run of the same key only.
package struct ResumeKey: Codable {
  /// An input, and by what it is known again.
  package struct Input: Codable, Equatable {
    /// The path as it was given, or as it was found in a folder.
    package let path: String
    let fingerprint: Fingerprint

    /// An input whose fingerprint is known.
    package init(path: String, fingerprint: Fingerprint) {
      self.path = path
      self.fingerprint = fingerprint
    }
  }

  var format = 2
  let velibcorr: String
  let options: [String: String]
  let inputs: [Input]

  init(_ settings: InputSettings, _ inputs: Inputs) throws {
    self.init(
      settings, inputs.rules,
      try zip(settings.paths, inputs.files).map { Input(path: $0, fingerprint: try $1!.fingerprint()) })
  }

  /// Of inputs whose fingerprints are known.
  package init(_ settings: InputSettings, _ rules: RowRules, _ inputs: [Input]) {
    let columns = settings.columns.names
    velibcorr = programVersion
    options = [
      "--bins": rules.bins.rawValue, "--timezone": rules.zone?.name ?? "",
      "--since": settings.since ?? "", "--until": settings.until ?? "",
      "--days": ([settings.days ?? ""] + (rules.days?.dates ?? [])).joined(separator: " "),
      "--strict": rules.isStrict ? "yes" : "", "--rejects": settings.keepsRejects ? "yes" : "",
      "--station": columns[.station] ?? "", "--free-docks": columns[.freeDocks] ?? "",
      "--bikes": columns[.bikes] ?? "", "--hour": columns[.hour] ?? "", "--time": columns[.time] ?? "",
      "--delimiter": settings.columns.delimiter.map { "\($0)" } ?? "",
      "--capacity": settings.columns.capacity ?? "",
      "--date-order": settings.columns.dateOrder?.rawValue ?? "",
    ]
    self.inputs = inputs
  }

  /// Reads `run.json`; nil when it is of another format, or cut.
  package init?(_ bytes: [UInt8]) {
    guard let key = try? JSONDecoder().decode(Self.self, from: Data(bytes)), key.format == 2 else {
      return nil
    }
    self = key
  }

  /// The text of `run.json`. Its keys are sorted, so that equal keys have equal bytes and digests.
  package var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Texts and numbers only: it cannot fail.
    return Array((try? encoder.encode(self)) ?? Data())
  }

  /// What every part carries.
  package var digest: String {
    let sha256 = SHA256()
    unsafe bytes.withUnsafeBytes { unsafe sha256.update($0) }
    return sha256.digest.sha256
  }

  /// Why what a run of another key has saved is of no use to this one; nil when it is.
  package func refusal(of saved: ResumeKey, in folder: ResumeFolder) -> Failure? {
    let anew = "to read everything anew, remove the folder first: rm -r \(folder.path.shellQuoted)"
    guard saved.velibcorr == velibcorr else {
      return Failure(
        .usage, "\(folder.path) was saved by velibcorr \(saved.velibcorr), this is \(velibcorr)", advice: anew
      )
    }
    if let option = options.keys.sorted().first(where: { options[$0] != saved.options[$0] }) {
      let old = saved.options[option] ?? ""
      return Failure(
        .usage,
        "\(folder.path) was saved by a run \(old.isEmpty ? "without \(option)" : "with \(option) \(old)")",
        advice: "give the same options as then; or, \(anew)")
    }
    guard saved.inputs.map(\.path) == inputs.map(\.path) else {
      return Failure(
        .usage, "\(folder.path) was saved by a run over \(saved.inputs.map(\.path).joined(separator: ", "))",
        advice: "give the same inputs in the same order; or, \(anew)")
    }
    guard let (old, new) = zip(saved.inputs, inputs).first(where: { $0 != $1 }) else { return nil }
    let how =
      old.fingerprint.bytes != new.fingerprint.bytes
      ? "it had \(old.fingerprint.bytes) bytes and has \(new.fingerprint.bytes)"
      : old.fingerprint.sample != new.fingerprint.sample ? "its bytes are others" : "it was written again"
    return Failure(
      .badData,
      "\(new.path) has changed since parts of it were read: \(how); what was saved cannot be continued",
      advice: anew)
  }
}
