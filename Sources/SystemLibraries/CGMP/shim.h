#pragma once
#include <gmp.h>

// GMP's function names are macros, which Swift does not import.
static inline void velibcorr_gmp_init(mpz_ptr number) { mpz_init(number); }
static inline void velibcorr_gmp_clear(mpz_ptr number) { mpz_clear(number); }
static inline void velibcorr_gmp_fibonacci(mpz_ptr number, unsigned long index) { mpz_fib_ui(number, index); }
static inline int velibcorr_gmp_is_prime(mpz_srcptr number, int repetitions) {
  return mpz_probab_prime_p(number, repetitions);
}
