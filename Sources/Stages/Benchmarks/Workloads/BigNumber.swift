import CGMP

/// An integer of any size (`mpz_t` of GMP), whose memory is used again for the next value.
@safe package final class BigNumber {
  private var number = unsafe __mpz_struct()

  /// The version of GMP, "6.2.1".
  package static var library: String { unsafe String(cString: __gmp_version) }

  /// 0.
  package init() { unsafe velibcorr_gmp_init(&number) }

  deinit { unsafe velibcorr_gmp_clear(&number) }

  /// Becomes F(index), with F(0) = 0 and F(1) = 1 (`mpz_fib_ui`).
  package func setToFibonacci(_ index: Int) {
    precondition(index >= 0)
    unsafe velibcorr_gmp_fibonacci(&number, UInt(index))
  }

  /// Is it prime (`mpz_probab_prime_p`)? By division by small primes, a Baillie-PSW test, which no composite is known
  /// to pass, and one more Miller-Rabin test.
  package var isPrime: Bool { unsafe velibcorr_gmp_is_prime(&number, 25) > 0 }
}
