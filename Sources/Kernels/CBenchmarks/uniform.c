#include "uniform.h"

#include <CPUDispatch.h>

static const uint64_t golden = 0x9E3779B97F4A7C15;

__attribute__((always_inline)) static inline double uniform(uint64_t state) {
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  z ^= z >> 31;
  return (double)(int64_t)(z >> 11) * 0x1p-53;
}

BODY void velibcorr_uniform_fill_body(uint64_t key, uint64_t first, size_t count, double *numbers) {
  const uint64_t start = key + first * golden;
  for (size_t k = 0; k < count; k++) numbers[k] = uniform(start + k * golden);
}

DISPATCHED(
    void, velibcorr_uniform_fill,
    (uint64_t key, uint64_t first, size_t count, double *numbers),
    (key, first, count, numbers), )

BODY void velibcorr_uniform_sum_body(uint64_t key, uint64_t first, size_t count, size_t size, double *sums) {
  for (size_t e = 0; e < size; e++) sums[e] = 0;
  uint64_t start = key + first * golden;
  for (size_t m = 0; m < count; m++, start += size * golden) {
    for (size_t e = 0; e < size; e++) sums[e] += uniform(start + e * golden);
  }
}

DISPATCHED(
    void, velibcorr_uniform_sum,
    (uint64_t key, uint64_t first, size_t count, size_t size, double *sums),
    (key, first, count, size, sums), )
