#pragma once
#include <stddef.h>
#include <stdint.h>

// What is used of GMP, as its manual and its ABI have it, so that building needs no header of it: where it is not installed,
// only what asks for it is refused. Kernels/CSharedLibraries holds this against GMP's own, where that is there.
#ifndef __GMP_H__
typedef struct {
  int _mp_alloc;
  int _mp_size;
  unsigned long *_mp_d;
} __mpz_struct;
typedef __mpz_struct *mpz_ptr;
typedef const __mpz_struct *mpz_srcptr;
#endif

void __gmpz_init(mpz_ptr);
void __gmpz_clear(mpz_ptr);
void __gmpz_set(mpz_ptr, mpz_srcptr);
void __gmpz_set_si(mpz_ptr, long);
void __gmpz_import(mpz_ptr, size_t, int, size_t, int, size_t, const void *);
unsigned long __gmpz_get_ui(mpz_srcptr);
int __gmpz_cmp(mpz_srcptr, mpz_srcptr);
size_t __gmpz_sizeinbase(mpz_srcptr, int);
void __gmpz_add(mpz_ptr, mpz_srcptr, mpz_srcptr);
void __gmpz_mul(mpz_ptr, mpz_srcptr, mpz_srcptr);
void __gmpz_mul_si(mpz_ptr, mpz_srcptr, long);
void __gmpz_mul_2exp(mpz_ptr, mpz_srcptr, unsigned long);
void __gmpz_addmul(mpz_ptr, mpz_srcptr, mpz_srcptr);
void __gmpz_submul(mpz_ptr, mpz_srcptr, mpz_srcptr);
void __gmpz_fdiv_q(mpz_ptr, mpz_srcptr, mpz_srcptr);
void __gmpz_sqrt(mpz_ptr, mpz_srcptr);
void __gmpz_lcm_ui(mpz_ptr, mpz_srcptr, unsigned long);
void __gmpz_ui_pow_ui(mpz_ptr, unsigned long, unsigned long);
void __gmpz_fib_ui(mpz_ptr, unsigned long);
int __gmpz_probab_prime_p(mpz_srcptr, int);

/// Where GMP has its version, when it is open.
extern const char *const *velibcorr_entry___gmp_version;

static inline const char *velibcorr_gmp_version(void) { return *velibcorr_entry___gmp_version; }
static inline void velibcorr_gmp_init(mpz_ptr number) { __gmpz_init(number); }
static inline void velibcorr_gmp_clear(mpz_ptr number) { __gmpz_clear(number); }
static inline void velibcorr_gmp_fibonacci(mpz_ptr number, unsigned long index) { __gmpz_fib_ui(number, index); }
static inline int velibcorr_gmp_is_prime(mpz_srcptr number, int repetitions) {
  return __gmpz_probab_prime_p(number, repetitions);
}
static inline void velibcorr_gmp_set(mpz_ptr number, mpz_srcptr other) { __gmpz_set(number, other); }
static inline void velibcorr_gmp_set_signed(mpz_ptr number, int64_t value) { __gmpz_set_si(number, value); }
static inline void velibcorr_gmp_set_words(mpz_ptr number, const uint64_t *words, size_t count) {
  __gmpz_import(number, count, -1, sizeof *words, 0, 0, words);
}
static inline void velibcorr_gmp_set_power(mpz_ptr number, unsigned long base, unsigned long exponent) {
  __gmpz_ui_pow_ui(number, base, exponent);
}
static inline void velibcorr_gmp_add(mpz_ptr sum, mpz_srcptr a, mpz_srcptr b) { __gmpz_add(sum, a, b); }
static inline void velibcorr_gmp_multiply(mpz_ptr product, mpz_srcptr a, mpz_srcptr b) { __gmpz_mul(product, a, b); }
static inline void velibcorr_gmp_multiply_signed(mpz_ptr product, mpz_srcptr a, int64_t b) {
  __gmpz_mul_si(product, a, b);
}
static inline void velibcorr_gmp_add_product(mpz_ptr sum, mpz_srcptr a, mpz_srcptr b) { __gmpz_addmul(sum, a, b); }
static inline void velibcorr_gmp_subtract_product(mpz_ptr sum, mpz_srcptr a, mpz_srcptr b) { __gmpz_submul(sum, a, b); }
static inline void velibcorr_gmp_shift(mpz_ptr result, mpz_srcptr number, unsigned long bits) {
  __gmpz_mul_2exp(result, number, bits);
}
static inline void velibcorr_gmp_divide(mpz_ptr quotient, mpz_srcptr number, mpz_srcptr divisor) {
  __gmpz_fdiv_q(quotient, number, divisor);
}
static inline void velibcorr_gmp_root(mpz_ptr root, mpz_srcptr number) { __gmpz_sqrt(root, number); }
static inline void velibcorr_gmp_least_multiple(mpz_ptr result, mpz_srcptr number, uint64_t other) {
  __gmpz_lcm_ui(result, number, other);
}
static inline int velibcorr_gmp_compare(mpz_srcptr a, mpz_srcptr b) { return __gmpz_cmp(a, b); }
static inline int velibcorr_gmp_sign(mpz_srcptr number) { return (number->_mp_size > 0) - (number->_mp_size < 0); }
static inline size_t velibcorr_gmp_bits(mpz_srcptr number) { return __gmpz_sizeinbase(number, 2); }
static inline uint64_t velibcorr_gmp_low_word(mpz_srcptr number) { return __gmpz_get_ui(number); }
