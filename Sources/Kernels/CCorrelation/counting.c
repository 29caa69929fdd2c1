#include "counting.h"

#include <string.h>

enum { chunk = 64 };

// Cells first, counts after: the conversion is vectorised, and no increment waits for it. A NaN is not
// below the limit, so it stays out of the conversion, where it would be undefined.
__attribute__((always_inline)) static inline void count_chunk(
    const double *keys, size_t count, double scale, uint32_t *tables) {
  const double limit = VELIBCORR_KEY_CELLS;
  uint32_t slots[chunk];
  for (size_t i = 0; i < count; i++) {
    const double scaled = __builtin_fabs(keys[i]) * scale;
    const double cell = scaled < limit ? scaled : limit;
    slots[i] = (uint32_t)((int32_t)cell + (scaled != scaled));
  }
#pragma clang loop unroll_count(8)
  for (size_t i = 0; i < count; i++) {
    tables[(i % VELIBCORR_KEY_TABLES) * VELIBCORR_KEY_SLOTS + slots[i]]++;
  }
}

#define DEFINE_KERNEL(NAME, TARGET)                                                                  \
  TARGET static void NAME(                                                                           \
      const double *keys, size_t rows, size_t columns, size_t stride, double scale,                  \
      uint32_t *tables) {                                                                            \
    for (size_t row = 0; row < rows; row++, keys += stride) {                                        \
      size_t done = 0;                                                                               \
      for (; done + chunk <= columns; done += chunk) count_chunk(keys + done, chunk, scale, tables); \
      count_chunk(keys + done, columns - done, scale, tables);                                       \
    }                                                                                                \
  }

DEFINE_KERNEL(count_plain, )

// AVX-512 gains nothing measurable over AVX2: the increments are the bound.
#if defined(__x86_64__)
DEFINE_KERNEL(count_avx2, __attribute__((target("avx2,bmi,bmi2"))))
static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }
#endif

typedef void (*kernel_function)(const double *, size_t, size_t, size_t, double, uint32_t *);

// The named kernel, or the best without a name; NULL where the CPU lacks it.
static kernel_function kernel_named(const char *name) {
#if defined(__x86_64__)
  if ((!name || !strcmp(name, "avx2")) && has_avx2()) return count_avx2;
#endif
  if (!name || !strcmp(name, "plain")) return count_plain;
  return NULL;
}

void velibcorr_count_keys(
    const double *keys, size_t rows, size_t columns, size_t stride, double scale, uint32_t *tables) {
  kernel_named(NULL)(keys, rows, columns, stride, scale, tables);
}

int velibcorr_count_keys_by(
    const char *kernel, const double *keys, size_t rows, size_t columns, size_t stride, double scale,
    uint32_t *tables) {
  const kernel_function count = kernel_named(kernel);
  if (!count) return 0;
  count(keys, rows, columns, stride, scale, tables);
  return 1;
}
