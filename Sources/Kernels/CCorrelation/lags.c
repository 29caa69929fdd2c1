#include "lags.h"

#include <CPUDispatch.h>

// Every CPU has to give the same bits.
#pragma STDC FP_CONTRACT OFF

// Terms that are added one after the other; the sums of so many are added to one another.
enum { BLOCK = 256 };

BODY void velibcorr_lag_products_body(const double *values, size_t count, size_t lags, double *products) {
  for (size_t first = 0; first < lags; first += VELIBCORR_LAG_GROUP) {
    double sums[VELIBCORR_LAG_GROUP] = {0};
    for (size_t start = 0; start < count; start += BLOCK) {
      const size_t end = start + BLOCK < count ? start + BLOCK : count;
      double parts[VELIBCORR_LAG_GROUP] = {0};
      for (size_t t = start; t < end; t++) {
        const double value = values[t], *later = values + t + 1 + first;
        for (size_t k = 0; k < VELIBCORR_LAG_GROUP; k++) parts[k] += value * later[k];
      }
      for (size_t k = 0; k < VELIBCORR_LAG_GROUP; k++) sums[k] += parts[k];
    }
    for (size_t k = 0; k < VELIBCORR_LAG_GROUP && first + k < lags; k++) products[first + k] = sums[k];
  }
}

DISPATCHED(
    void, velibcorr_lag_products,
    (const double *values, size_t count, size_t lags, double *products),
    (values, count, lags, products), )

size_t velibcorr_lag_steps(size_t count) {
  return (count < BLOCK ? count : BLOCK) + (count + BLOCK - 1) / BLOCK + 1;
}

BODY void velibcorr_lag_counts_body(
    const uint64_t *set, size_t words, const uint64_t *later, size_t lags, double *counts) {
  for (size_t lag = 1; lag <= lags; lag++) {
    const uint64_t *const from = later + lag / 64;
    const size_t shift = lag % 64;
    int64_t sum = 0;
    for (size_t w = 0; w < words; w++) {
      // In two steps, as a shift by 64 means nothing.
      const uint64_t moved = from[w] >> shift | from[w + 1] << 1 << (63 - shift);
      sum += __builtin_popcountll(set[w] & moved);
    }
    counts[lag - 1] = (double)sum;
  }
}

DISPATCHED(
    void, velibcorr_lag_counts,
    (const uint64_t *set, size_t words, const uint64_t *later, size_t lags, double *counts),
    (set, words, later, lags, counts), )
