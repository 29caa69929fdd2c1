import Benchmarks
import Foundation
import Workers

/// Ranks that are threads of this process.
final class ThreadRanks: RankWorld {
  let rank: Int
  private let hub: Hub
  var size: Int { hub.size }
  let clock: UInt64 = 0

  private init(_ rank: Int, _ hub: Hub) {
    self.rank = rank
    self.hub = hub
  }

  /// Does `body` as each of so many ranks; returns how each ended.
  static func run<R: Sendable>(
    _ size: Int, _ body: @Sendable (ThreadRanks) throws -> R
  ) throws -> [Result<R, any Error>] {
    let hub = Hub(size)
    return try concurrently(size) { rank in Result { try body(ThreadRanks(rank, hub)) } }
  }

  func barrier() { hub.barrier() }

  func allGather(_ bytes: [UInt8]) -> [[UInt8]] {
    hub.locked { $0.slots[rank] = bytes }
    barrier()
    defer { barrier() }
    return hub.locked { $0.slots }
  }

  func send(_ pieces: [Range<Int>], of numbers: UnsafeMutableBufferPointer<Double>, to rank: Int) {
    hub.post(pieces.flatMap { numbers[$0] }, from: self.rank, to: rank)
  }

  func receive(_ pieces: [Range<Int>], of numbers: UnsafeMutableBufferPointer<Double>, from rank: Int) {
    var message = hub.take(from: rank, to: self.rank)[...]
    for place in pieces.joined() { numbers[place] = message.removeFirst() }
    precondition(message.isEmpty, "a longer message than was expected")
  }

  func fetchAndAdd(_ amount: Int) -> Int {
    hub.locked { state in
      defer { state.counter += amount }
      return state.counter
    }
  }

  func resetCounter() {
    barrier()
    hub.locked { $0.counter = 0 }
    barrier()
  }

  func announce(_ number: Int) -> Int {
    let told = allGather(Array("\(number)".utf8))
    return Int(String(decoding: told[0], as: UTF8.self))!
  }

  func first(_ ranks: Int) -> (any Ranks)? {
    let some = hub.first(ranks)
    return rank < ranks ? ThreadRanks(rank, some) : nil
  }
}

/// What such ranks share.
private final class Hub: @unchecked Sendable {
  struct State {
    var slots: [[UInt8]]
    var counter = 0
    var arrived = 0
    var generation = 0
    var mail: [String: [[Double]]] = [:]
    var hubs: [Int: Hub] = [:]
  }

  let size: Int
  private let condition = NSCondition()
  private var state: State

  init(_ size: Int) {
    self.size = size
    state = State(slots: Array(repeating: [], count: size))
  }

  func locked<R>(_ body: (inout State) -> R) -> R {
    condition.withLock { body(&state) }
  }

  func barrier() {
    condition.lock()
    defer { condition.unlock() }
    let generation = state.generation
    state.arrived += 1
    if state.arrived == size {
      state.arrived = 0
      state.generation += 1
      condition.broadcast()
    }
    while state.generation == generation { condition.wait() }
  }

  func post(_ message: [Double], from: Int, to: Int) {
    condition.withLock {
      state.mail["\(from) \(to)", default: []].append(message)
      condition.broadcast()
    }
  }

  func take(from: Int, to: Int) -> [Double] {
    condition.lock()
    defer { condition.unlock() }
    while state.mail["\(from) \(to)", default: []].isEmpty { condition.wait() }
    return state.mail["\(from) \(to)"]!.removeFirst()
  }

  func first(_ size: Int) -> Hub {
    locked { state in
      if let known = state.hubs[size] { return known }
      let hub = Hub(size)
      state.hubs[size] = hub
      return hub
    }
  }
}
