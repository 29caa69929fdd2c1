#include "counting.h"

#include <CPUDispatch.h>

enum { chunk = 64 };

// Cells first, counts after: the conversion is vectorised, and no increment waits for it. A NaN is not
// below the limit, so it stays out of the conversion, where it would be undefined.
__attribute__((always_inline)) static inline int count_chunk(
    const double *keys, size_t count, double scale, double tolerance, uint32_t *tables) {
  const double limit = VELIBCORR_KEY_CELLS, rounder = 0x1.8p52;
  uint32_t slots[chunk];
  int near = 0;
  for (size_t i = 0; i < count; i++) {
    const double scaled = __builtin_fabs(keys[i]) * scale;
    const double cell = scaled < limit ? scaled : limit;
    slots[i] = (uint32_t)((int32_t)cell + (scaled != scaled));
    // A number far below 2^51 and the rounder leave no room for a fraction: the nearest end of a cell.
    near |= __builtin_fabs(cell - ((cell + rounder) - rounder)) < tolerance;
  }
#pragma clang loop unroll_count(8)
  for (size_t i = 0; i < count; i++) {
    tables[(i % VELIBCORR_KEY_TABLES) * VELIBCORR_KEY_SLOTS + slots[i]]++;
  }
  return near;
}

#define DEFINE_KERNEL(NAME, TARGET)                                                                  \
  TARGET static int NAME(                                                                            \
      const double *keys, size_t rows, size_t columns, size_t stride, double scale, double tolerance, \
      uint32_t *tables) {                                                                            \
    int near = 0;                                                                                    \
    for (size_t row = 0; row < rows; row++, keys += stride) {                                        \
      size_t done = 0;                                                                               \
      for (; done + chunk <= columns; done += chunk)                                                 \
        near |= count_chunk(keys + done, chunk, scale, tolerance, tables);                           \
      near |= count_chunk(keys + done, columns - done, scale, tolerance, tables);                    \
    }                                                                                                \
    return near;                                                                                     \
  }

DEFINE_KERNEL(count_plain, )
// AVX-512 gains nothing measurable over AVX2: the increments are the bound.
DEFINE_KERNEL(count_avx2, FOR_AVX2)

typedef int (*count_function)(const double *, size_t, size_t, size_t, double, double, uint32_t *);

static const velibcorr_variant counts[] = {
    VARIANT("avx2", VELIBCORR_AVX2, count_avx2), VARIANT("plain", VELIBCORR_ANY, count_plain)};

int velibcorr_count_keys(
    const double *keys, size_t rows, size_t columns, size_t stride, double scale, double tolerance,
    uint32_t *tables) {
  return velibcorr_count_keys_by(NULL, keys, rows, columns, stride, scale, tolerance, tables);
}

int velibcorr_count_keys_by(
    const char *kernel, const double *keys, size_t rows, size_t columns, size_t stride, double scale,
    double tolerance, uint32_t *tables) {
  const velibcorr_variant *count = CHOOSE(kernel, counts);
  if (!count) return -1;
  return ((count_function)count->function)(keys, rows, columns, stride, scale, tolerance, tables);
}
