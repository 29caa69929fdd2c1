import Benchmarks
import CBenchmarks
import LinearAlgebra
import TestSupport
import Testing

@Suite("velibcorr_invert: one matrix in each lane of a vector")
struct InverseKernelTests {
  /// Those that this CPU has, always "plain".
  private static let kernels = ["avx512", "avx2", "plain"].filter { invert([1], order: 1, by: $0) != nil }
  /// Those with a vector's worth, fewer and more, and none.
  private static let counts = [0, 1, 7, 8, 9, 19]

  private static func invert(_ matrices: [Double], order: Int, by kernel: String) -> (
    inverses: [Double], singular: Int
  )? {
    var inverses = [Double](repeating: -1, count: matrices.count)
    let singular = velibcorr_invert_by(
      kernel, order, matrices.count / (order * order), matrices, &inverses)
    return singular == Int(bitPattern: UInt.max) ? nil : (inverses, singular)
  }

  private static func random(_ count: Int, order: Int, seed: UInt64 = 1) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count * order * order).map { _ in .random(in: -1...1, using: &generator) }
  }

  @Test("every order: the inverse of the plain twin, within what both may err", arguments: kernels)
  func twin(kernel: String) throws {
    for order in 1...InverseMethod.greatestInterleavedOrder {
      for count in Self.counts {
        let (matrices, size) = (Self.random(count, order: order), order * order)
        let (inverses, singular) = try #require(Self.invert(matrices, order: order, by: kernel))
        #expect(singular == 0)
        for m in 0..<count {
          let a = Array(matrices[m * size..<(m + 1) * size])
          let x = Array(inverses[m * size..<(m + 1) * size])
          let twin = try #require(plainInverse(a, order: order))
          // Each errs by at most 30 n eps cond ||X||: the forward error that goes with the limit on the residual.
          let scale =
            InverseResidual.epsilon * Double(order) * norm(a, order: order) * norm(twin, order: order)
          let difference = norm(zip(x, twin).map { $0 - $1 }, order: order)
          #expect(difference <= 2 * InverseResidual.limit * scale * norm(twin, order: order))
        }
      }
    }
  }

  @Test("every order: the residual is within the limit", arguments: kernels)
  func residual(kernel: String) throws {
    for order in 1...InverseMethod.greatestInterleavedOrder {
      let (matrices, size) = (Self.random(64, order: order, seed: 2), order * order)
      let (inverses, _) = try #require(Self.invert(matrices, order: order, by: kernel))
      var residual = InverseResidual(order: order)
      for m in 0..<64 {
        let range = m * size..<(m + 1) * size
        let scaled = residual.scaled(
          matrices.span.extracting(range), inverse: inverses.span.extracting(range))
        #expect(scaled <= InverseResidual.limit)
      }
    }
  }

  @Test("permutations, another in each lane, are inverted exactly", arguments: kernels)
  func permutations(kernel: String) throws {
    var generator = SeededGenerator(seed: 3)
    for order in 1...InverseMethod.greatestInterleavedOrder {
      let (count, size) = (13, order * order)
      var matrices = [Double](repeating: 0, count: count * size)
      var transposes = matrices
      for m in 0..<count {
        for (row, column) in (0..<order).shuffled(using: &generator).enumerated() {
          matrices[m * size + row * order + column] = 1
          transposes[m * size + column * order + row] = 1
        }
      }
      let (inverses, singular) = try #require(Self.invert(matrices, order: order, by: kernel))
      #expect(inverses == transposes)
      #expect(singular == 0)
    }
  }

  @Test("a tiny first pivot is not used: the inverse keeps its digits", arguments: kernels)
  func pivoting(kernel: String) throws {
    let (inverse, _) = try #require(Self.invert([1e-20, 1, 1, 1], order: 2, by: kernel))
    #expect(inverse == [-1, 1, 1, -1e-20])
  }

  @Test("a matrix has the same inverse wherever it stands", arguments: kernels)
  func place(kernel: String) throws {
    for order in [1, 2, 3, 5, 6, 7, 8, 9, 16, 31, 32] {
      let (matrices, size) = (Self.random(19, order: order, seed: 4), order * order)
      let (together, _) = try #require(Self.invert(matrices, order: order, by: kernel))
      for m in 0..<19 {
        let range = m * size..<(m + 1) * size
        let (alone, _) = try #require(Self.invert(Array(matrices[range]), order: order, by: kernel))
        #expect(alone == Array(together[range]))
      }
    }
  }

  @Test("singular matrices are NaN and counted; their neighbours are as without them", arguments: kernels)
  func singular(kernel: String) throws {
    // Among whole vectors, first and last of a part of one.
    let places = [0, 5, 16, 18]
    for order in [1, 2, 4, 5, 9, 32] {
      let size = order * order
      var matrices = Self.random(19, order: order, seed: 5)
      let (before, _) = try #require(Self.invert(matrices, order: order, by: kernel))
      for place in places {
        for row in 0..<order { matrices[place * size + row * order + order / 2] = 0 }
      }
      let (inverses, singular) = try #require(Self.invert(matrices, order: order, by: kernel))
      #expect(singular == places.count)
      for m in 0..<19 {
        let inverse = inverses[m * size..<(m + 1) * size]
        if places.contains(m) {
          #expect(inverse.allSatisfy { $0.isNaN })
        } else {
          #expect(inverse == before[m * size..<(m + 1) * size])
        }
      }
    }
  }

  @Test("a NaN or a subnormal pivot makes a matrix singular, not a number", arguments: kernels)
  func unusable(kernel: String) throws {
    for pivot in [Double.nan, .leastNonzeroMagnitude, 0] {
      let (inverse, singular) = try #require(Self.invert([1, 0, 0, pivot], order: 2, by: kernel))
      #expect(inverse.allSatisfy { $0.isNaN })
      #expect(singular == 1)
    }
  }

  @Test("without a name the best kernel runs; an unknown name runs none")
  func names() throws {
    let matrices = Self.random(11, order: 5)
    var inverses = [Double](repeating: 0, count: matrices.count)
    #expect(velibcorr_invert(5, 11, matrices, &inverses) == 0)
    #expect(inverses == Self.invert(matrices, order: 5, by: Self.kernels[0])?.inverses)
    #expect(Self.invert(matrices, order: 5, by: "none") == nil)
    #expect(Self.kernels.last == "plain")
  }
}
