import Distribution
import TestSupport
import Testing

@Suite("ThreadPlan: cores of a machine, shared among its ranks")
struct ThreadPlanTests {
  private static func facts(_ list: String, host: String = "a") -> CoreFacts {
    CoreFacts(host: host, cores: CoreSet(list: list)!)
  }

  private static func threads(_ facts: [CoreFacts]) -> [Int] { ThreadPlan(asked: nil, facts).threads }

  private static func crowds(_ plan: ThreadPlan) -> [String] {
    plan.hosts.filter(\.isCrowded).map {
      "\($0.name): \($0.ranks) ranks, \($0.threads) threads, \($0.cores) cores"
    }
  }

  @Test(
    "ranks that may use the same cores share them, rounded down, but have one each",
    arguments: [(8, 1, 8), (8, 2, 4), (8, 3, 2), (8, 8, 1), (8, 9, 1), (2, 4, 1), (1, 1, 1)])
  func shared(cores: Int, ranks: Int, each: Int) {
    let facts = Array(repeating: Self.facts("0-\(cores - 1)"), count: ranks)
    #expect(Self.threads(facts) == Array(repeating: each, count: ranks))
  }

  @Test("ranks that a launcher has bound keep what they have")
  func bound() {
    #expect(Self.threads([Self.facts("0-3"), Self.facts("4-7")]) == [4, 4])
    #expect(Self.threads([Self.facts("0"), Self.facts("1")]) == [1, 1])
    #expect(Self.threads([Self.facts("0-1"), Self.facts("2-7")]) == [2, 6])
  }

  @Test("of cores that some may use, each has a part")
  func overlapping() {
    #expect(Self.threads([Self.facts("0-3"), Self.facts("2-5")]) == [3, 3])
    #expect(Self.threads([Self.facts("0-7"), Self.facts("0-3"), Self.facts("0-3")]) == [5, 1, 1])
  }

  @Test("thirds of cores add up to whole ones")
  func rounding() {
    let facts = Array(repeating: Self.facts("0-2"), count: 3)
    #expect(Self.threads(facts + [Self.facts("3")]) == [1, 1, 1, 1])
    // Six of them are a little less than 2 as doubles.
    let six = Array(repeating: Self.facts("0-5"), count: 3)
    #expect(Self.threads(six + [Self.facts("6")]) == [2, 2, 2, 1])
  }

  @Test("each machine has cores of its own")
  func hosts() {
    let facts = [
      Self.facts("0-7", host: "a"), Self.facts("0-7", host: "b"), Self.facts("0-7", host: "b"),
      Self.facts("0-1", host: "c"),
    ]
    #expect(Self.threads(facts) == [8, 4, 4, 2])
  }

  @Test(
    "a quota counts as so many whole cores",
    arguments: [(0.5, 1), (1.0, 1), (1.5, 1), (2.0, 2), (3.9, 3), (100, 8)])
  func quota(_ quota: Double, _ threads: Int) {
    var facts = Self.facts("0-7")
    (facts.quota, facts.quotaFolder) = (quota, "/job")
    #expect(Self.threads([facts]) == [threads])
  }

  @Test("ranks of one control group share its quota, those of others do not")
  func quotaOfGroups() {
    func facts(_ folder: String) -> CoreFacts {
      var facts = Self.facts("0-63")
      (facts.quota, facts.quotaFolder) = (4, folder)
      return facts
    }
    #expect(Self.threads([facts("/j"), facts("/j")]) == [2, 2])
    #expect(Self.threads([facts("/j"), facts("/j"), facts("/k")]) == [2, 2, 4])
    #expect(Self.threads([facts("/j"), Self.facts("0-63")]) == [4, 32])
  }

  @Test("Slurm's --cpus-per-task is the most, and no more than there is")
  func perTask() {
    func facts(_ perTask: Int, cores: String = "0-15") -> CoreFacts {
      CoreFacts(cores: CoreSet(list: cores)!, perTask: perTask)
    }
    #expect(Self.threads([facts(4), facts(4)]) == [4, 4])
    #expect(Self.threads([facts(1)]) == [1])
    #expect(Self.threads([facts(8, cores: "0-1")]) == [2])
    #expect(Self.threads(Array(repeating: facts(8), count: 4)) == [4, 4, 4, 4])
  }

  @Test("the CPUs of a Slurm step are shared: one task of 8 CPUs may be made 4 ranks")
  func allocated() {
    let facts = CoreFacts(cores: CoreSet(list: "0-63")!, allocated: 8, perTask: 8)
    #expect(Self.threads([facts]) == [8])
    #expect(Self.threads(Array(repeating: facts, count: 4)) == [2, 2, 2, 2])
  }

  @Test("what is asked for is done, and said where cores are too few")
  func asked() {
    let facts = [Self.facts("0-3"), Self.facts("0-3"), Self.facts("0-1", host: "b")]
    let fits = ThreadPlan(asked: 2, facts)
    #expect(fits.threads == [2, 2, 2])
    #expect(Self.crowds(fits) == [])
    #expect(fits.hosts.map(\.name) == ["a", "b"])
    let crowded = ThreadPlan(asked: 3, facts)
    #expect(crowded.threads == [3, 3, 3])
    #expect(
      Self.crowds(crowded) == ["a: 2 ranks, 6 threads, 4 cores", "b: 1 ranks, 3 threads, 2 cores"])
  }

  @Test("more ranks than cores are said too")
  func manyRanks() {
    let plan = ThreadPlan(asked: nil, Array(repeating: Self.facts("0-1"), count: 4))
    #expect(Self.crowds(plan) == ["a: 4 ranks, 4 threads, 2 cores"])
  }

  @Test("ranks bound to one core of many are crowded on it")
  func boundTogether() {
    let plan = ThreadPlan(asked: nil, [Self.facts("5"), Self.facts("5")])
    #expect(Self.crowds(plan) == ["a: 2 ranks, 2 threads, 1 cores"])
  }

  @Test("a quota and an allocation bound what a machine gives")
  func capacity() {
    var limited = Self.facts("0-7")
    (limited.quota, limited.quotaFolder) = (2, "/j")
    #expect(ThreadPlan(asked: 4, [limited]).hosts.map(\.cores) == [2])
    var allocated = Self.facts("0-7")
    allocated.allocated = 3
    #expect(ThreadPlan(asked: 4, [allocated]).hosts.map(\.cores) == [3])
    // A rank without a quota may use all.
    #expect(ThreadPlan(asked: 4, [limited, Self.facts("0-7")]).hosts.map(\.cores) == [8])
  }

  @Test("by default only ranks that have less than a core crowd a machine", arguments: 0..<200)
  func rarelyCrowded(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let allocated = Bool.random(using: &random) ? 6 : nil
    let facts = (0..<Int.random(in: 1...8, using: &random)).map { _ in
      let first = Int.random(in: 0...8, using: &random)
      let inner = Bool.random(using: &random)
      return CoreFacts(
        host: ["a", "b"].randomElement(using: &random)!,
        cores: CoreSet(Set(first...first + Int.random(in: 0...7, using: &random))),
        quota: inner ? 3.5 : 9, quotaFolder: inner ? "/inner" : "/outer", allocated: allocated,
        perTask: Bool.random(using: &random) ? Int.random(in: 1...4, using: &random) : nil)
    }
    let plan = ThreadPlan(asked: nil, facts)
    for (threads, own) in zip(plan.threads, facts) {
      #expect(threads >= 1)
      #expect(threads <= min(own.cores.count, own.perTask ?? .max))
    }
    for crowd in plan.hosts where crowd.isCrowded {
      #expect(zip(plan.threads, facts).contains { $0 == 1 && $1.host == crowd.name })
    }
  }

  @Test("facts survive the way to other ranks")
  func bytes() {
    let full = CoreFacts(
      host: "nœud 1", cores: CoreSet(list: "0-1,7")!, quota: 1.0 / 3, quotaFolder: "/a b/c", allocated: 4,
      perTask: 2)
    #expect(CoreFacts(full.bytes) == full)
    let bare = CoreFacts(cores: CoreSet(list: "0")!)
    #expect(CoreFacts(bare.bytes) == bare)
  }

  @Test("the facts of this process")
  func here() {
    let facts = CoreFacts(ofThisProcess: ["SLURM_CPUS_PER_TASK": "3", "SLURM_CPUS_ON_NODE": "many"])
    #expect(!facts.host.isEmpty)
    #expect(facts.cores.count >= 1)
    #expect(facts.perTask == 3)
    #expect(facts.allocated == nil)
    #expect(CoreFacts.coresOfMachine >= facts.cores.count)
    #expect(CoreFacts(ofThisProcess: ["SLURM_CPUS_PER_TASK": "0"]).perTask == nil)
  }
}
