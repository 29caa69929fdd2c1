#include "standardise.h"

#include <CPUDispatch.h>
#include <math.h>
#include <string.h>

// Every CPU has to give the same bits.
#pragma STDC FP_CONTRACT OFF

// Sums side by side, as one alone would wait for itself; a lane is a sum on every CPU.
typedef double lanes __attribute__((vector_size(32)));
typedef int64_t masks __attribute__((vector_size(32)));
enum { LANES = 4 };

#define INLINE static inline __attribute__((always_inline))
// Vectors are passed between functions that are always inlined.
#pragma GCC diagnostic ignored "-Wpsabi"
#define UNLESS_NAN(x, term) ((lanes)((masks)(term) & ((x) == (x))))

/// The numbers from `values` on, as far as there are `count`; after them `other`.
INLINE lanes load(const double *values, size_t count, double other) {
  lanes loaded = (lanes){} + other;
  memcpy(&loaded, values, (count < LANES ? count : LANES) * sizeof *values);
  return loaded;
}

INLINE void store(double *values, size_t count, lanes numbers) {
  memcpy(values, &numbers, (count < LANES ? count : LANES) * sizeof *values);
}

/// Numbers of two doubles, high + low.
struct pairs {
  lanes high, low;
};

struct pair {
  double high, low;
};

/// Adds to a compensated sum: what the addition rounds off (D. Knuth's TwoSum) goes to `low` with `rest`.
INLINE void add(struct pairs *sum, lanes term, lanes rest) {
  const lanes high = sum->high + term;
  const lanes back = high - sum->high;
  sum->low += (sum->high - (high - back)) + (term - back) + rest;
  sum->high = high;
}

INLINE struct pair two_sum(double a, double b) {
  const double high = a + b, back = high - a;
  return (struct pair){high, (a - (high - back)) + (b - back)};
}

/// The sum of all lanes.
INLINE struct pair total(struct pairs sum) {
  double high = 0, low = 0;
  for (int i = 0; i < LANES; i++) {
    const struct pair next = two_sum(high, sum.high[i]);
    high = next.high;
    low += next.low + sum.low[i];
  }
  return two_sum(high, low);
}

/// What is left of means when a centre is taken off; 0 for those that are missing.
INLINE struct pairs centred(lanes mean, lanes rest, struct pair centre) {
  const lanes other = (lanes){} + centre.high;
  const lanes high = mean - other;
  const lanes back = high - mean;
  const lanes low = (mean - (high - back)) - (other + back) + (rest - centre.low);
  const lanes sum = high + low;
  return (struct pairs){UNLESS_NAN(mean, sum), UNLESS_NAN(mean, (high - sum) + low)};
}

BODY double velibcorr_standardise_body(
    const double *means, const double *rests, size_t count, size_t present, double *high, double *low) {
  struct pairs sum = {};
  for (size_t i = 0; i < count; i += LANES) {
    const lanes mean = load(means + i, count - i, NAN);
    add(&sum, UNLESS_NAN(mean, mean), UNLESS_NAN(mean, load(rests + i, count - i, 0)));
  }
  const struct pair all = total(sum);
  const double number = (double)present, quotient = all.high / number;
  const struct pair centre = two_sum(quotient, (fma(-quotient, number, all.high) + all.low) / number);

  sum = (struct pairs){};
  for (size_t i = 0; i < count; i += LANES) {
    const struct pairs x = centred(load(means + i, count - i, NAN), load(rests + i, count - i, 0), centre);
    const lanes square = x.high * x.high;
    add(&sum, square, __builtin_elementwise_fma(x.high, x.high, -square) + 2 * x.high * x.low);
  }
  const struct pair square = total(sum);
  const double root = sqrt(square.high);
  const double rest = (fma(-root, root, square.high) + square.low) / (2 * root);
  const double inverse = 1 / root;
  const double inverse_rest = inverse * (fma(-inverse, root, 1) - inverse * rest);

  for (size_t i = 0; i < count; i += LANES) {
    const struct pairs x = centred(load(means + i, count - i, NAN), load(rests + i, count - i, 0), centre);
    const lanes product = x.high * inverse;
    const lanes error = __builtin_elementwise_fma(x.high, (lanes){} + inverse, -product) +
                        (x.high * inverse_rest + x.low * inverse);
    const lanes nearest = product + error;
    store(high + i, count - i, nearest);
    if (low) store(low + i, count - i, (product - nearest) + error);
  }
  return root;
}

DISPATCHED(
    double, velibcorr_standardise,
    (const double *means, const double *rests, size_t count, size_t present, double *high, double *low),
    (means, rests, count, present, high, low), NAN)

/// The product of numbers of two doubles; its low part is not normalised.
INLINE struct pairs product(struct pairs x, struct pairs y) {
  const lanes high = x.high * y.high;
  return (struct pairs){
      high, __builtin_elementwise_fma(x.high, y.high, -high) + (x.high * y.low + x.low * y.high)};
}

INLINE void add_pairs(struct pairs *sum, struct pairs term) { add(sum, term.high, term.low); }

BODY double velibcorr_precise_dot_body(
    const double *a, const double *la, const double *b, const double *lb, size_t count, double *low) {
  struct pairs sums[2] = {};
  size_t i = 0;
  for (; i + 2 * LANES <= count; i += 2 * LANES) {
    for (int k = 0; k < 2; k++) {
      const size_t at = i + k * LANES;
      const struct pairs x = {load(a + at, LANES, 0), load(la + at, LANES, 0)};
      const struct pairs y = {load(b + at, LANES, 0), load(lb + at, LANES, 0)};
      add_pairs(&sums[k], product(x, y));
    }
  }
  for (; i < count; i += LANES) {
    const struct pairs x = {load(a + i, count - i, 0), load(la + i, count - i, 0)};
    const struct pairs y = {load(b + i, count - i, 0), load(lb + i, count - i, 0)};
    add_pairs(&sums[0], product(x, y));
  }
  add(&sums[0], sums[1].high, sums[1].low);
  const struct pair sum = total(sums[0]);
  *low = sum.low;
  return sum.high;
}

DISPATCHED(
    double, velibcorr_precise_dot,
    (const double *a, const double *la, const double *b, const double *lb, size_t count, double *low),
    (a, la, b, lb, count, low), NAN)

/// The mask of the bins that both have, from bytes of 0 and 1.
INLINE masks common_bins(const uint8_t *a, const uint8_t *b, size_t count) {
  masks common = {};
  for (size_t k = 0; k < LANES && k < count; k++) common[k] = -(int64_t)(a[k] & b[k]);
  return common;
}

#define AMONG(mask, x) ((lanes)((mask) & (masks)(x)))

BODY size_t velibcorr_precise_moments_body(
    const velibcorr_profile *a, const velibcorr_profile *b, size_t count, double moments[6]) {
  struct pairs sums[3] = {};
  masks numbers = {};
  for (size_t i = 0; i < count; i += LANES) {
    const size_t left = count - i;
    const masks common = common_bins(a->present + i, b->present + i, left);
    numbers -= common;
    add(&sums[0], AMONG(common, load(a->high + i, left, 0)), AMONG(common, load(a->low + i, left, 0)));
    add(&sums[1], AMONG(common, load(b->high + i, left, 0)), AMONG(common, load(b->low + i, left, 0)));
  }
  const size_t bins = (size_t)((numbers[0] + numbers[1]) + (numbers[2] + numbers[3]));
  if (!bins) return 0;
  struct pair centres[2];
  for (int i = 0; i < 2; i++) {
    const struct pair all = total(sums[i]);
    const double number = (double)bins, quotient = all.high / number;
    centres[i] = two_sum(quotient, (fma(-quotient, number, all.high) + all.low) / number);
    sums[i] = (struct pairs){};
  }
  for (size_t i = 0; i < count; i += LANES) {
    const size_t left = count - i;
    const masks common = common_bins(a->present + i, b->present + i, left);
    struct pairs x = centred(load(a->high + i, left, 0), load(a->low + i, left, 0), centres[0]);
    struct pairs y = centred(load(b->high + i, left, 0), load(b->low + i, left, 0), centres[1]);
    x = (struct pairs){AMONG(common, x.high), AMONG(common, x.low)};
    y = (struct pairs){AMONG(common, y.high), AMONG(common, y.low)};
    add_pairs(&sums[0], product(x, y));
    add_pairs(&sums[1], product(x, x));
    add_pairs(&sums[2], product(y, y));
  }
  for (int i = 0; i < 3; i++) {
    const struct pair sum = total(sums[i]);
    moments[2 * i] = sum.high;
    moments[2 * i + 1] = sum.low;
  }
  return bins;
}

DISPATCHED(
    size_t, velibcorr_precise_moments,
    (const velibcorr_profile *a, const velibcorr_profile *b, size_t count, double moments[6]),
    (a, b, count, moments), SIZE_MAX)

enum { SUMS = 8, TERMS = 8, BLOCK = SUMS * LANES * TERMS, LEVELS = 56 };

/// Of up to BLOCK numbers.
INLINE double careful_block(const double *a, const double *b, size_t count) {
  lanes sums[SUMS] = {};
  size_t i = 0;
  for (; i + SUMS * LANES <= count; i += SUMS * LANES) {
    for (int k = 0; k < SUMS; k++)
      sums[k] += load(a + i + k * LANES, LANES, 0) * load(b + i + k * LANES, LANES, 0);
  }
  for (int k = 0; i < count; i += LANES, k++) sums[k] += load(a + i, count - i, 0) * load(b + i, count - i, 0);
  const lanes sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

// Blocks are added in pairs, pairs of pairs, and so on: levels[n] waits for another sum of 2^n blocks.
BODY double velibcorr_careful_dot_body(const double *a, const double *b, size_t count) {
  double levels[LEVELS];
  size_t blocks = 0;
  for (size_t i = 0; i < count; i += BLOCK, blocks++) {
    double sum = careful_block(a + i, b + i, count - i < BLOCK ? count - i : BLOCK);
    int level = 0;
    for (size_t rest = blocks; rest & 1; rest >>= 1) sum = levels[level++] + sum;
    levels[level] = sum;
  }
  double sum = 0;
  for (int level = 0; blocks >> level; level++) {
    if (blocks >> level & 1) sum = levels[level] + sum;
  }
  return sum;
}

DISPATCHED(
    double, velibcorr_careful_dot, (const double *a, const double *b, size_t count), (a, b, count), NAN)

size_t velibcorr_careful_steps(size_t count) {
  // A product, its place among the terms of a sum, the sums and lanes, the blocks: log2 up and once more down.
  size_t terms = (count + SUMS * LANES - 1) / (SUMS * LANES), levels = 0;
  for (size_t blocks = count / BLOCK; blocks; blocks >>= 1) levels++;
  return 1 + (terms < TERMS ? terms : TERMS) + 1 + 5 + 2 * levels;
}
