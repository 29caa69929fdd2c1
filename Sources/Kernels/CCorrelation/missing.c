#include "missing.h"

#include <CPUDispatch.h>
#include <string.h>

// Every CPU has to give the same bits.
#pragma STDC FP_CONTRACT OFF

enum { CHUNK = 64, GROUP = VELIBCORR_GAP_GROUP };

BODY size_t velibcorr_take_gaps_body(
    const double *row, const uint32_t *missing, size_t missing_count, const velibcorr_gaps *others,
    const double *common, double least, double *products, uint32_t *places) {
  const size_t count = others->count;
  const uint32_t *const starts = others->starts, *const bins = others->bins;
  size_t found = 0;
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t some = count - start < CHUNK ? count - start : CHUNK;
    double sums_a[CHUNK], squares_a[CHUNK], sums_b[CHUNK] = {0}, squares_b[CHUNK] = {0};
    for (size_t k = 0; k < missing_count; k++) {
      const double *const values = others->values + missing[k] * count + start;
      for (size_t i = 0; i < some; i++) {
        sums_b[i] += values[i];
        squares_b[i] += values[i] * values[i];
      }
    }
    for (size_t i = 0; i < some; i += GROUP) {
      double sums[GROUP] = {0}, squares[GROUP] = {0};
      const size_t group = (start + i) / GROUP;
      for (uint32_t k = starts[group]; k < starts[group + 1]; k++) {
        for (size_t l = 0; l < GROUP; l++) {
          const double value = row[bins[k * GROUP + l]];
          sums[l] += value;
          squares[l] += value * value;
        }
      }
      memcpy(sums_a + i, sums, sizeof sums);
      memcpy(squares_a + i, squares, sizeof squares);
    }
    uint8_t left[CHUNK];
    int any = 0;
    for (size_t i = 0; i < some; i++) {
      const double n = common[start + i], sum_a = sums_a[i], sum_b = sums_b[i];
      const double square_a = 1 - squares_a[i], square_b = 1 - squares_b[i];
      const double share = 1 / n, mean_a = sum_a * sum_a * share, mean_b = sum_b * sum_b * share;
      const double product = products[start + i];
      const double squares = (square_a - mean_a) * (square_b - mean_b);
      const double r = (product - sum_a * sum_b * share) / __builtin_elementwise_sqrt(squares);
      const int isGood = (n >= least) & (square_a >= 0.5) & (square_b >= 0.5) & (mean_a <= 0.04 * square_a) &
                         (mean_b <= 0.04 * square_b);
      const double clamped = r > 1 ? 1 : r < -1 ? -1 : r;
      products[start + i] = isGood ? clamped : product;
      left[i] = !isGood;
      any |= !isGood;
    }
    for (size_t i = 0; i < some && any; i++) {
      places[found] = (uint32_t)(start + i);
      found += left[i];
    }
  }
  return found;
}

DISPATCHED(
    size_t, velibcorr_take_gaps,
    (const double *row, const uint32_t *missing, size_t missing_count, const velibcorr_gaps *others,
     const double *common, double least, double *products, uint32_t *places),
    (row, missing, missing_count, others, common, least, products, places), SIZE_MAX)
