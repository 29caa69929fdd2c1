#include "reranks.h"

#include <CPUDispatch.h>

// Every CPU has to give the same bits.
#pragma STDC FP_CONTRACT OFF

enum { CHUNK = 64 };

typedef int16_t Group __attribute__((ext_vector_type(VELIBCORR_RANK_GROUP)));
typedef int32_t Sums __attribute__((ext_vector_type(VELIBCORR_RANK_GROUP / 2)));

// Sums of two products: one instruction of x86.
#define PRODUCTS(X, Y) (EVEN(X) * EVEN(Y) + ODD(X) * ODD(Y))
#define EVEN(X) __builtin_convertvector(__builtin_shufflevector(X, X, 0, 2, 4, 6, 8, 10, 12, 14), Sums)
#define ODD(X) __builtin_convertvector(__builtin_shufflevector(X, X, 1, 3, 5, 7, 9, 11, 13, 15), Sums)

// The ranks of a group of a station's bins without those that the other lacks: a bin that goes takes its sign from each rank.
BODY void rerank(
    const velibcorr_rank_rows *rows, size_t station, size_t other, size_t group, Group *ranks) {
  const int16_t *const levels = rows->levels + station * rows->width, *const masks = rows->masks + station * rows->width;
  Group own;
  memcpy(&own, levels + group, sizeof own);
  memcpy(ranks, rows->ranks + station * rows->width + group, sizeof *ranks);
  for (uint32_t k = rows->starts[other]; k < rows->starts[other + 1]; k++) {
    const uint32_t bin = rows->missing[k];
    const Group level = levels[bin], has = masks[bin];
    *ranks += ((own > level) - (own < level)) & has;
  }
}

BODY void velibcorr_rank_anew_body(
    const velibcorr_rank_rows *rows, size_t station, size_t first, size_t count, const double *common, double least, double *r,
    uint64_t *counts) {
  const size_t width = rows->width;
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t some = count - start < CHUNK ? count - start : CHUNK;
    double products[CHUNK], squares_a[CHUNK], squares_b[CHUNK];
    for (size_t i = 0; i < some; i++) {
      const size_t other = first + start + i;
      const int ties = rows->ties[station] | rows->ties[other];
      Sums product = 0, square_a = 0, square_b = 0;
      for (size_t group = 0; group < width; group += VELIBCORR_RANK_GROUP) {
        Group a, b, has_a, has_b;
        rerank(rows, station, other, group, &a);
        rerank(rows, other, station, group, &b);
        memcpy(&has_a, rows->masks + station * width + group, sizeof has_a);
        memcpy(&has_b, rows->masks + other * width + group, sizeof has_b);
        a &= has_a & has_b;
        b &= has_a & has_b;
        product += PRODUCTS(a, b);
        if (!ties) continue;
        square_a += PRODUCTS(a, a);
        square_b += PRODUCTS(b, b);
      }
      products[i] = __builtin_reduce_add(product);
      // Of ranks without ties; of no bins 0.
      const double n = common[start + i];
      squares_a[i] = squares_b[i] = (n * n * n - n) / 3;
      if (!ties) continue;
      squares_a[i] = __builtin_reduce_add(square_a);
      squares_b[i] = __builtin_reduce_add(square_b);
    }
    uint64_t few = 0, constant = 0;
    for (size_t i = 0; i < some; i++) {
      const double square = squares_a[i] * squares_b[i];
      const int is_few = common[start + i] < least, is_constant = square == 0;
      few += is_few;
      constant += is_constant > is_few;
      r[start + i] = is_few | is_constant ? __builtin_nan("") : products[i] / __builtin_elementwise_sqrt(square);
    }
    counts[0] += few;
    counts[1] += constant;
  }
}

DISPATCHED(
    void, velibcorr_rank_anew,
    (const velibcorr_rank_rows *rows, size_t station, size_t first, size_t count, const double *common, double least,
     double *r, uint64_t *counts),
    (rows, station, first, count, common, least, r, counts), )
