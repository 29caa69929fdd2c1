#pragma once
#include <gmp.h>
#include <stdint.h>

// GMP's function names are macros, which Swift does not import.
static inline void velibcorr_gmp_init(mpz_ptr number) { mpz_init(number); }
static inline void velibcorr_gmp_clear(mpz_ptr number) { mpz_clear(number); }
static inline void velibcorr_gmp_fibonacci(mpz_ptr number, unsigned long index) { mpz_fib_ui(number, index); }
static inline int velibcorr_gmp_is_prime(mpz_srcptr number, int repetitions) {
  return mpz_probab_prime_p(number, repetitions);
}
static inline void velibcorr_gmp_set(mpz_ptr number, mpz_srcptr other) { mpz_set(number, other); }
static inline void velibcorr_gmp_set_signed(mpz_ptr number, int64_t value) { mpz_set_si(number, value); }
static inline void velibcorr_gmp_set_words(mpz_ptr number, const uint64_t *words, size_t count) {
  mpz_import(number, count, -1, sizeof *words, 0, 0, words);
}
static inline void velibcorr_gmp_set_power(mpz_ptr number, unsigned long base, unsigned long exponent) {
  mpz_ui_pow_ui(number, base, exponent);
}
static inline void velibcorr_gmp_add(mpz_ptr sum, mpz_srcptr a, mpz_srcptr b) { mpz_add(sum, a, b); }
static inline void velibcorr_gmp_multiply(mpz_ptr product, mpz_srcptr a, mpz_srcptr b) { mpz_mul(product, a, b); }
static inline void velibcorr_gmp_multiply_signed(mpz_ptr product, mpz_srcptr a, int64_t b) {
  mpz_mul_si(product, a, b);
}
static inline void velibcorr_gmp_add_product(mpz_ptr sum, mpz_srcptr a, mpz_srcptr b) { mpz_addmul(sum, a, b); }
static inline void velibcorr_gmp_subtract_product(mpz_ptr sum, mpz_srcptr a, mpz_srcptr b) { mpz_submul(sum, a, b); }
static inline void velibcorr_gmp_shift(mpz_ptr result, mpz_srcptr number, unsigned long bits) {
  mpz_mul_2exp(result, number, bits);
}
static inline void velibcorr_gmp_divide(mpz_ptr quotient, mpz_srcptr number, mpz_srcptr divisor) {
  mpz_fdiv_q(quotient, number, divisor);
}
static inline void velibcorr_gmp_root(mpz_ptr root, mpz_srcptr number) { mpz_sqrt(root, number); }
static inline void velibcorr_gmp_least_multiple(mpz_ptr result, mpz_srcptr number, uint64_t other) {
  mpz_lcm_ui(result, number, other);
}
static inline int velibcorr_gmp_compare(mpz_srcptr a, mpz_srcptr b) { return mpz_cmp(a, b); }
static inline int velibcorr_gmp_sign(mpz_srcptr number) { return mpz_sgn(number); }
static inline size_t velibcorr_gmp_bits(mpz_srcptr number) { return mpz_sizeinbase(number, 2); }
static inline uint64_t velibcorr_gmp_low_word(mpz_srcptr number) { return mpz_get_ui(number); }
