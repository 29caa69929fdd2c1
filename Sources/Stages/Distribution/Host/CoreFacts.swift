import Glibc

/// What a rank finds out about the cores that it may use.
package struct CoreFacts: Equatable, Sendable {
  /// The name of the machine; ranks of the same share its cores.
  package var host: String
  /// The affinity mask, which a cpuset narrows.
  package var cores: CoreSet
  /// CPU time for each unit of time, and the control group that shares it.
  package var quota: Double?
  /// Empty without a quota.
  package var quotaFolder: String
  /// The CPUs of a Slurm step on this machine (`SLURM_CPUS_ON_NODE`).
  package var allocated: Int?
  /// `--cpus-per-task` (`SLURM_CPUS_PER_TASK`).
  package var perTask: Int?

  /// Facts of tests, or of another rank.
  package init(
    host: String = "", cores: CoreSet, quota: Double? = nil, quotaFolder: String = "",
    allocated: Int? = nil, perTask: Int? = nil
  ) {
    self.host = host
    self.cores = cores
    self.quota = quota
    self.quotaFolder = quotaFolder
    self.allocated = allocated
    self.perTask = perTask
  }

  /// Those of this process. Where the kernel does not tell the mask, all cores that are switched on.
  package init(ofThisProcess environment: [String: String]) {
    let mask = (SystemFile.text("/proc/self/status") ?? "").split(separator: "\n")
      .first { $0.hasPrefix("Cpus_allowed_list:") }
      .flatMap { CoreSet(list: $0.split(whereSeparator: \.isWhitespace).last ?? "") }
    let limits = CgroupLimits(read: SystemFile.text)
    self.init(
      host: SystemFile.hostName, cores: mask ?? CoreSet(Set(0..<Self.coresOfMachine)),
      quota: limits.cores?.value, quotaFolder: limits.cores?.folder ?? "",
      allocated: Self.count(environment["SLURM_CPUS_ON_NODE"]),
      perTask: Self.count(environment["SLURM_CPUS_PER_TASK"]))
  }

  /// Cores that are switched on, whether this process may use them or not.
  package static var coresOfMachine: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private static func count(_ text: String?) -> Int? {
    text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  // MARK: - Telling other ranks

  /// The facts as they are sent to other ranks: texts, between them zero bytes.
  package var bytes: [UInt8] {
    func text<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "" }
    let fields: [String] = [host, "\(cores)", text(quota), quotaFolder, text(allocated), text(perTask)]
    return Array(fields.joined(separator: "\0").utf8)
  }

  /// What `bytes` has made.
  package init(_ bytes: [UInt8]) {
    let fields = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\0", omittingEmptySubsequences: false)
    precondition(fields.count == 6)
    self.init(
      host: String(fields[0]), cores: CoreSet(list: fields[1]) ?? CoreSet([]), quota: Double(fields[2]),
      quotaFolder: String(fields[3]), allocated: Int(fields[4]), perTask: Int(fields[5]))
  }
}
