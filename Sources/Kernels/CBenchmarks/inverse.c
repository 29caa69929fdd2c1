#include "inverse.h"

#include <float.h>
#include <CPUDispatch.h>
#include <math.h>
#include <stdint.h>

// Matrices at a time: the doubles of the widest vector. Narrower CPUs take each vector in parts.
enum { LANES = 8 };
typedef double lanes __attribute__((ext_vector_type(LANES)));
typedef double unaligned_lanes __attribute__((ext_vector_type(LANES), aligned(8)));
typedef int64_t lane_mask __attribute__((ext_vector_type(LANES)));

// Parts of the kernels, compiled for the CPU of each; vectors go by address, as how they are passed depends on it.
#define PART __attribute__((always_inline)) static inline

// Eight vectors of eight elements of a matrix each become eight vectors of one element of each matrix.
PART void transpose(const double *from, size_t stride, lanes *to) {
  lanes a[LANES], b[LANES];
  for (size_t i = 0; i < LANES; i++) a[i] = *(const unaligned_lanes *)(from + i * stride);
  for (size_t i = 0; i < LANES; i += 2) {
    b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (size_t i = 0; i < 2; i++) {
    for (size_t h = 0; h < LANES; h += 4) {
      a[h + i] = __builtin_shufflevector(b[h + i], b[h + i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[h + i + 2] = __builtin_shufflevector(b[h + i], b[h + i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (size_t i = 0; i < 4; i++) {
    to[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    to[i + 4] = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

PART void load(size_t size, const double *matrices, lanes *a) {
  if (size < LANES) {
    for (size_t e = 0; e < size; e++) {
      for (size_t lane = 0; lane < LANES; lane++) a[e][lane] = matrices[lane * size + e];
    }
    return;
  }
  for (size_t e = 0; e + LANES <= size; e += LANES) transpose(matrices + e, size, a + e);
  if (size % LANES) transpose(matrices + size - LANES, size, a + size - LANES);
}

PART void swap_where(const lane_mask *where, lanes *x, lanes *y) {
  const lanes before = *x;
  *x = *where ? *y : before;
  *y = *where ? before : *y;
}

// The columns go back to where their right-hand sides came from, which each lane has in its own order.
PART void store(size_t n, const lanes *a, const lanes *origin, double *inverses) {
  const double *elements = (const double *)a, *origins = (const double *)origin;
  for (size_t lane = 0; lane < LANES; lane++) {
    for (size_t j = 0; j < n; j++) {
      double *column = inverses + lane * n * n + (size_t)origins[j * LANES + lane];
      for (size_t i = 0; i < n; i++) column[i * n] = elements[(i * n + j) * LANES + lane];
    }
  }
}

#define LOOP
#define KIND(name) name
#include "inverse_steps.h"
#undef LOOP
#undef KIND

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(undefined_behavior_sanitizer)
// What these add to each step makes of unrolled loops more than a compiler gets through.
#define LOOP
#else
#define LOOP _Pragma("clang loop unroll(full)")
#endif
#define KIND(name) name##_unrolled
#include "inverse_steps.h"

typedef size_t (*invert_function)(size_t, size_t, const double *, double *);

// SSE2 has too few registers to unroll for.
static size_t invert_plain(size_t n, size_t count, const double *matrices, double *inverses) {
  return invert_all(n, count, matrices, inverses);
}

#if defined(VELIBCORR_X86)
#define DEFINE_KERNEL(NAME, TARGET)                                                             \
  TARGET static size_t NAME(size_t n, size_t count, const double *matrices, double *inverses) { \
    switch (n) {                                                                                \
      case 1: return invert_all_unrolled(1, count, matrices, inverses);                         \
      case 2: return invert_all_unrolled(2, count, matrices, inverses);                         \
      case 3: return invert_all_unrolled(3, count, matrices, inverses);                         \
      case 4: return invert_all_unrolled(4, count, matrices, inverses);                         \
      case 5: return invert_all_unrolled(5, count, matrices, inverses);                         \
      case 6: return invert_all_unrolled(6, count, matrices, inverses);                         \
      case 7: return invert_all(7, count, matrices, inverses);                                  \
      case 8: return invert_all(8, count, matrices, inverses);                                  \
      default: return invert_all(n, count, matrices, inverses);                                 \
    }                                                                                           \
  }

DEFINE_KERNEL(invert_avx2, FOR_AVX2)
DEFINE_KERNEL(invert_avx512, FOR_AVX512)
#endif

static const velibcorr_variant inverters[] = {
#if defined(VELIBCORR_X86)
    VARIANT("avx512", VELIBCORR_AVX512, invert_avx512), VARIANT("avx2", VELIBCORR_AVX2, invert_avx2),
#endif
    VARIANT("plain", VELIBCORR_ANY, invert_plain)};

size_t velibcorr_invert(size_t order, size_t count, const double *matrices, double *inverses) {
  return velibcorr_invert_by(NULL, order, count, matrices, inverses);
}

size_t velibcorr_invert_by(
    const char *kernel, size_t order, size_t count, const double *matrices, double *inverses) {
  const velibcorr_variant *invert = CHOOSE(kernel, inverters);
  return invert ? ((invert_function)invert->function)(order, count, matrices, inverses) : SIZE_MAX;
}
