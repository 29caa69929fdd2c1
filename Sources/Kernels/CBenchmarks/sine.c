#include "sine.h"

#include <CPUDispatch.h>
#include <math.h>

#if defined(__x86_64__) && defined(__GLIBC__)
#define HAS_LIBMVEC 1
#include <immintrin.h>

// libmvec takes a vector in the first register and returns it there (x86-64 vector function ABI: N4 and N8 are four and
// eight doubles). Clang passes vectors by what the whole file is compiled for, not by the target of a function: in this
// one, on the stack. So they go by address to these functions, which replace each of `count` numbers, whole vectors, by
// its sine; many at a time, as the way through memory takes longer than a sine.
#define DEFINE_SINES(NAME, REGISTER, SIZE, SINE)                                  \
  __attribute__((visibility("hidden"))) extern void NAME(double *, size_t count); \
  __asm__(                                                                        \
      ".text\n"                                                                   \
      ".p2align 4\n"                                                              \
      ".globl " #NAME "\n"                                                        \
      ".hidden " #NAME "\n"                                                       \
      ".type " #NAME ", @function\n" #NAME ":\n"                                  \
      ".cfi_startproc\n"                                                          \
      "pushq %rbx\n"                                                              \
      ".cfi_adjust_cfa_offset 8\n"                                                \
      ".cfi_rel_offset %rbx, 0\n"                                                 \
      "pushq %r12\n"                                                              \
      ".cfi_adjust_cfa_offset 8\n"                                                \
      ".cfi_rel_offset %r12, 0\n"                                                 \
      "subq $8, %rsp\n"                                                           \
      ".cfi_adjust_cfa_offset 8\n"                                                \
      "movq %rdi, %rbx\n"                                                         \
      "leaq (%rdi,%rsi,8), %r12\n"                                                \
      "1: vmovupd (%rbx), %" REGISTER "\n"                                        \
      "call " #SINE "@PLT\n"                                                      \
      "vmovupd %" REGISTER ", (%rbx)\n"                                           \
      "addq $" SIZE ", %rbx\n"                                                    \
      "cmpq %r12, %rbx\n"                                                         \
      "jb 1b\n"                                                                   \
      "vzeroupper\n"                                                              \
      "addq $8, %rsp\n"                                                           \
      ".cfi_adjust_cfa_offset -8\n"                                               \
      "popq %r12\n"                                                               \
      ".cfi_restore %r12\n"                                                       \
      ".cfi_adjust_cfa_offset -8\n"                                               \
      "popq %rbx\n"                                                               \
      ".cfi_restore %rbx\n"                                                       \
      ".cfi_adjust_cfa_offset -8\n"                                               \
      "ret\n"                                                                     \
      ".cfi_endproc\n"                                                            \
      ".size " #NAME ", .-" #NAME "\n")

DEFINE_SINES(velibcorr_four_sines, "ymm0", "32", _ZGVdN4v_sin);
DEFINE_SINES(velibcorr_eight_sines, "zmm0", "64", _ZGVeN8v_sin);

// Numbers at a time: they stay in the first-level cache.
enum { ROOM = 256 };

static size_t whole_vectors(size_t count, size_t lanes) { return (count < ROOM ? count : ROOM) / lanes * lanes; }

FOR_AVX512 static double sum_avx512(double offset, double step, size_t count) {
  const __m512d steps = _mm512_set1_pd(step), offsets = _mm512_set1_pd(offset), eight = _mm512_set1_pd(8);
  __m512d place = _mm512_setr_pd(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5), sum = _mm512_setzero_pd();
  _Alignas(64) double values[ROOM];
  size_t i = 0;
  for (size_t taken; (taken = whole_vectors(count - i, 8)) > 0; i += taken) {
    for (size_t k = 0; k < taken; k += 8, place = _mm512_add_pd(place, eight))
      _mm512_store_pd(values + k, _mm512_fmadd_pd(place, steps, offsets));
    velibcorr_eight_sines(values, taken);
    for (size_t k = 0; k < taken; k += 8) sum = _mm512_add_pd(sum, _mm512_load_pd(values + k));
  }
  double total = _mm512_reduce_add_pd(sum);
  for (; i < count; i++) total += sin(offset + ((double)i + 0.5) * step);
  return total;
}

FOR_AVX2 static double sum_avx2(double offset, double step, size_t count) {
  const __m256d steps = _mm256_set1_pd(step), offsets = _mm256_set1_pd(offset), four = _mm256_set1_pd(4);
  __m256d place = _mm256_setr_pd(0.5, 1.5, 2.5, 3.5), sum = _mm256_setzero_pd();
  _Alignas(32) double values[ROOM];
  size_t i = 0;
  for (size_t taken; (taken = whole_vectors(count - i, 4)) > 0; i += taken) {
    for (size_t k = 0; k < taken; k += 4, place = _mm256_add_pd(place, four))
      _mm256_store_pd(values + k, _mm256_fmadd_pd(place, steps, offsets));
    velibcorr_four_sines(values, taken);
    for (size_t k = 0; k < taken; k += 4) sum = _mm256_add_pd(sum, _mm256_load_pd(values + k));
  }
  double total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  for (; i < count; i++) total += sin(offset + ((double)i + 0.5) * step);
  return total;
}
#endif

static double sum_plain(double offset, double step, size_t count) {
  double total = 0;
  for (size_t i = 0; i < count; i++) total += sin(offset + ((double)i + 0.5) * step);
  return total;
}

typedef double (*sine_function)(double, double, size_t);

static const velibcorr_variant sums[] = {
#if defined(HAS_LIBMVEC)
    VARIANT("avx512", VELIBCORR_AVX512, sum_avx512), VARIANT("avx2", VELIBCORR_AVX2, sum_avx2),
#endif
    VARIANT("plain", VELIBCORR_ANY, sum_plain)};

double velibcorr_sine_sum(double offset, double step, size_t count) {
  return velibcorr_sine_sum_by(NULL, offset, step, count);
}

double velibcorr_sine_sum_by(const char *kernel, double offset, double step, size_t count) {
  const velibcorr_variant *sum = CHOOSE(kernel, sums);
  return sum ? ((sine_function)sum->function)(offset, step, count) : NAN;
}
