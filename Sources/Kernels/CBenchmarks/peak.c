#include "peak.h"

#include <string.h>

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

#if defined(__x86_64__)
#define MULTIPLY_ADD __builtin_elementwise_fma
DEFINE_KERNEL(avx512, __attribute__((target("avx512f"))), 8, 20)
DEFINE_KERNEL(avx2, __attribute__((target("avx2,fma"))), 4, 12)
#undef MULTIPLY_ADD
#endif
// A product and a sum where the compiler may not suppose that there is one instruction for both.
#if defined(__FP_FAST_FMA)
#define MULTIPLY_ADD __builtin_elementwise_fma
#else
#define MULTIPLY_ADD(x, y, z) ((x) * (y) + (z))
#endif
DEFINE_KERNEL(plain, , 2, 12)

typedef struct {
  double (*run)(size_t, double, double);
  size_t chains;
} peak_kernel;

// The named kernel, or the best without a name; none where the CPU lacks it.
static peak_kernel kernel_named(const char *name) {
#if defined(__x86_64__)
  if ((!name || !strcmp(name, "avx512")) && __builtin_cpu_supports("avx512f"))
    return (peak_kernel){avx512, avx512_chains};
  if ((!name || !strcmp(name, "avx2")) && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return (peak_kernel){avx2, avx2_chains};
#endif
  if (!name || !strcmp(name, "plain")) return (peak_kernel){plain, plain_chains};
  return (peak_kernel){NULL, 0};
}

double velibcorr_peak_run(size_t rounds, double factor, double term) {
  return kernel_named(NULL).run(rounds, factor, term);
}

size_t velibcorr_peak_chains(void) { return kernel_named(NULL).chains; }

double velibcorr_peak_run_by(const char *kernel, size_t rounds, double factor, double term) {
  const peak_kernel named = kernel_named(kernel);
  return named.run ? named.run(rounds, factor, term) : 0;
}

size_t velibcorr_peak_chains_by(const char *kernel) { return kernel_named(kernel).chains; }
