import CGMP
import SharedLibraries

/// A whole number of any size (`mpz_t` of GMP), whose memory is used again for the next value. Where GMP is not
/// there, it computes by `PlainNumber`, to the same values.
@safe package final class BigNumber {
  /// Nil without GMP.
  private let number: UnsafeMutablePointer<__mpz_struct>?
  /// The value without GMP.
  private var plain = PlainNumber(0)

  private static let hasGMP: Bool = {
    do throws(MissingLibrary) { try SharedLibrary.gmp.open() } catch { return false }
    return true
  }()

  /// The version of GMP, "6.2.1"; nil where it is not there.
  package static var library: String? { unsafe hasGMP ? String(cString: velibcorr_gmp_version()) : nil }

  /// 0.
  package init() {
    unsafe number = Self.hasGMP ? .allocate(capacity: 1) : nil
    if let number = unsafe number { unsafe velibcorr_gmp_init(number) }
  }

  deinit {
    guard let number = unsafe number else { return }
    unsafe velibcorr_gmp_clear(number)
    unsafe number.deallocate()
  }

  /// Becomes F(index), with F(0) = 0 and F(1) = 1 (`mpz_fib_ui`). There has to be GMP.
  package func setToFibonacci(_ index: Int) {
    precondition(index >= 0)
    unsafe velibcorr_gmp_fibonacci(number!, UInt(index))
  }

  /// Is it prime (`mpz_probab_prime_p`)? By division by small primes, a Baillie-PSW test, which no composite is known
  /// to pass, and one more Miller-Rabin test. There has to be GMP.
  package var isPrime: Bool { unsafe velibcorr_gmp_is_prime(number!, 25) > 0 }

  /// A whole number of 64 bits.
  package convenience init(_ value: Int) {
    self.init()
    set(to: value)
  }

  /// A whole number of 128 bits, not below 0.
  package convenience init(_ value: UInt128) {
    self.init()
    set(to: value)
  }

  /// base^exponent (`mpz_ui_pow_ui`); `exponent` is not below 0.
  package convenience init(_ base: UInt, toThe exponent: Int) {
    self.init()
    if let number = unsafe number {
      unsafe velibcorr_gmp_set_power(number, base, UInt(exponent))
    } else {
      become(PlainNumber(base, toThe: exponent))
    }
  }

  /// Becomes `value`.
  package func set(to value: Int) {
    guard let number = unsafe number else { return become(PlainNumber(value)) }
    unsafe velibcorr_gmp_set_signed(number, Int64(value))
  }

  /// Becomes `value`.
  package func set(to value: UInt128) {
    guard let number = unsafe number else { return become(PlainNumber(value)) }
    let words = [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64)]
    unsafe velibcorr_gmp_set_words(number, words, words.count)
  }

  /// Becomes what another one is.
  package func set(to other: BigNumber) {
    guard let number = unsafe number else { return become(other.plain) }
    unsafe velibcorr_gmp_set(number, other.number!)
  }

  private func become(_ value: PlainNumber) { plain = value }

  // MARK: - Arithmetic

  /// Adds another number.
  package func add(_ other: BigNumber) {
    guard let number = unsafe number else { return become(plain + other.plain) }
    unsafe velibcorr_gmp_add(number, number, other.number!)
  }

  /// Adds a b (`mpz_addmul`).
  package func add(_ a: BigNumber, times b: BigNumber) {
    guard let number = unsafe number else { return become(plain + a.plain * b.plain) }
    unsafe velibcorr_gmp_add_product(number, a.number!, b.number!)
  }

  /// Takes off a b (`mpz_submul`).
  package func subtract(_ a: BigNumber, times b: BigNumber) {
    guard let number = unsafe number else { return become(plain - a.plain * b.plain) }
    unsafe velibcorr_gmp_subtract_product(number, a.number!, b.number!)
  }

  /// Multiplies by another number, which may be this one.
  package func multiply(by factor: BigNumber) {
    guard let number = unsafe number else { return become(plain * factor.plain) }
    unsafe velibcorr_gmp_multiply(number, number, factor.number!)
  }

  /// Multiplies by a number of 64 bits.
  package func multiply(by factor: Int) {
    guard let number = unsafe number else { return become(plain * PlainNumber(factor)) }
    unsafe velibcorr_gmp_multiply_signed(number, number, Int64(factor))
  }

  /// Multiplies by 2^bits.
  package func shiftLeft(_ bits: Int) {
    guard let number = unsafe number else { return become(plain.shiftedLeft(bits)) }
    unsafe velibcorr_gmp_shift(number, number, UInt(bits))
  }

  /// Divides, and rounds down. `divisor` is above 0.
  package func divide(by divisor: BigNumber) {
    precondition(divisor.sign > 0)
    guard let number = unsafe number else { return become(plain.divided(by: divisor.plain)) }
    unsafe velibcorr_gmp_divide(number, number, divisor.number!)
  }

  /// Becomes its square root, rounded down (`mpz_sqrt`). It is not below 0.
  package func takeRoot() {
    precondition(sign >= 0)
    guard let number = unsafe number else { return become(plain.root) }
    unsafe velibcorr_gmp_root(number, number)
  }

  /// Becomes its least common multiple with another number above 0 (`mpz_lcm_ui`). It is above 0.
  package func takeLeastCommonMultiple(with other: UInt64) {
    guard let number = unsafe number else { return become(plain.leastCommonMultiple(with: other)) }
    unsafe velibcorr_gmp_least_multiple(number, number, other)
  }

  // MARK: - What it is

  /// Below 0, 0, or above 0, as this is less than, equal to, or greater than another number (`mpz_cmp`).
  package func compare(to other: BigNumber) -> Int {
    guard let number = unsafe number else { return plain.compare(to: other.plain) }
    return unsafe Int(velibcorr_gmp_compare(number, other.number!))
  }

  /// -1, 0 or 1.
  package var sign: Int {
    guard let number = unsafe number else { return plain.sign }
    return unsafe Int(velibcorr_gmp_sign(number))
  }

  /// Binary digits of its magnitude; 1 of 0.
  package var bitCount: Int {
    guard let number = unsafe number else { return plain.bitCount }
    return unsafe Int(velibcorr_gmp_bits(number))
  }

  /// Its magnitude, of which more than 64 bits are cut off.
  package var lowWord: UInt64 {
    guard let number = unsafe number else { return plain.lowWord }
    return unsafe velibcorr_gmp_low_word(number)
  }
}
