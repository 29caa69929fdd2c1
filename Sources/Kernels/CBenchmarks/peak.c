#include "peak.h"

#include <CPUDispatch.h>

// Two units of a latency of four cycles want eight chains of vectors; more let one that was late catch up, and fewer
// than there are registers leave none in memory (32 with AVX-512, else 16).
#define DEFINE_KERNEL(NAME, TARGET, WIDTH, VECTORS)                                               \
  typedef double NAME##_vector __attribute__((ext_vector_type(WIDTH)));                           \
  enum { NAME##_chains = WIDTH * VECTORS };                                                       \
  TARGET static double NAME(size_t rounds, double factor, double term) {                          \
    NAME##_vector x[VECTORS] = {0};                                                               \
    const NAME##_vector factors = factor, terms = term;                                           \
    for (size_t round = 0; round < rounds; round++) {                                             \
      _Pragma("clang loop unroll(full)") for (size_t i = 0; i < VECTORS; i++)                     \
        x[i] = MULTIPLY_ADD(x[i], factors, terms);                                                \
    }                                                                                             \
    double sum = 0;                                                                               \
    for (size_t i = 0; i < VECTORS; i++) {                                                        \
      for (size_t lane = 0; lane < WIDTH; lane++) sum += x[i][lane];                              \
    }                                                                                             \
    return sum;                                                                                   \
  }

#if defined(VELIBCORR_X86)
#define MULTIPLY_ADD __builtin_elementwise_fma
DEFINE_KERNEL(avx512, FOR_AVX512, 8, 20)
DEFINE_KERNEL(avx2, FOR_AVX2, 4, 12)
#undef MULTIPLY_ADD
#endif
// A product and a sum where the compiler may not suppose that there is one instruction for both.
#if defined(__FP_FAST_FMA)
#define MULTIPLY_ADD __builtin_elementwise_fma
#else
#define MULTIPLY_ADD(x, y, z) ((x) * (y) + (z))
#endif
DEFINE_KERNEL(plain, , 2, 12)

typedef double (*run_function)(size_t, double, double);

static const velibcorr_variant runs[] = {
#if defined(VELIBCORR_X86)
    VARIANT("avx512", VELIBCORR_AVX512, avx512), VARIANT("avx2", VELIBCORR_AVX2, avx2),
#endif
    VARIANT("plain", VELIBCORR_ANY, plain)};

static const size_t chains[] = {
#if defined(VELIBCORR_X86)
    avx512_chains, avx2_chains,
#endif
    plain_chains};

double velibcorr_peak_run(size_t rounds, double factor, double term) {
  return velibcorr_peak_run_by(NULL, rounds, factor, term);
}

size_t velibcorr_peak_chains(void) { return velibcorr_peak_chains_by(NULL); }

double velibcorr_peak_run_by(const char *kernel, size_t rounds, double factor, double term) {
  const velibcorr_variant *run = CHOOSE(kernel, runs);
  return run ? ((run_function)run->function)(rounds, factor, term) : 0;
}

size_t velibcorr_peak_chains_by(const char *kernel) {
  const velibcorr_variant *run = CHOOSE(kernel, runs);
  return run ? chains[run - runs] : 0;
}
