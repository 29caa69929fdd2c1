import Distribution
import FoundationEssentials

extension Communicator {
  /// The values of all ranks, by rank, sent as JSON. Collective. Throws what coding throws.
  func gather<Value: Codable>(_ value: Value) throws -> [Value] {
    try allGather(Array(JSONEncoder().encode(value))).map {
      try JSONDecoder().decode(Value.self, from: Data($0))
    }
  }
}
