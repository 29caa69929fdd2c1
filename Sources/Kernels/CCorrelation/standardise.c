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

/// STEP(i, number) for all places in steps of LANES, with a constant number of lanes but for the last ones.
#define IN_STEPS(i, count, STEP)                        \
  do {                                                  \
    size_t i = 0;                                       \
    for (; i + LANES <= (count); i += LANES) STEP(i, LANES); \
    if (i < (count)) STEP(i, (count)-i);                \
  } while (0)

INLINE struct pairs centred_at(
    const double *means, const double *rests, size_t number, struct pair centre) {
  return centred(load(means, number, NAN), load(rests, number, 0), centre);
}

INLINE void add_mean(struct pairs *sum, const double *means, const double *rests, size_t number) {
  const lanes mean = load(means, number, NAN);
  add(sum, UNLESS_NAN(mean, mean), UNLESS_NAN(mean, load(rests, number, 0)));
}

INLINE void add_square(struct pairs *sum, struct pairs x) {
  const lanes square = x.high * x.high;
  add(sum, square, __builtin_elementwise_fma(x.high, x.high, -square) + 2 * x.high * x.low);
}

INLINE void store_scaled(struct pairs x, struct pair factor, double *high, double *low, size_t number) {
  const lanes product = x.high * factor.high;
  const lanes error = __builtin_elementwise_fma(x.high, (lanes){} + factor.high, -product) +
                      (x.high * factor.low + x.low * factor.high);
  const lanes nearest = product + error;
  store(high, number, nearest);
  if (low) store(low, number, (product - nearest) + error);
}

/// The mean of `number` numbers with that sum.
INLINE struct pair mean_of(struct pair sum, double number) {
  const double quotient = sum.high / number;
  return two_sum(quotient, (fma(-quotient, number, sum.high) + sum.low) / number);
}

BODY double velibcorr_standardise_body(
    const double *means, const double *rests, size_t count, size_t present, double *high, double *low) {
  struct pairs sum = {};
#define STEP(i, number) add_mean(&sum, means + i, rests + i, number)
  IN_STEPS(i, count, STEP);
#undef STEP
  const struct pair centre = mean_of(total(sum), (double)present);

  sum = (struct pairs){};
#define STEP(i, number) add_square(&sum, centred_at(means + i, rests + i, number, centre))
  IN_STEPS(i, count, STEP);
#undef STEP
  const struct pair square = total(sum);
  const double root = sqrt(square.high);
  const double rest = (fma(-root, root, square.high) + square.low) / (2 * root);
  const double inverse = 1 / root;
  const struct pair factor = {inverse, inverse * (fma(-inverse, root, 1) - inverse * rest)};

#define STEP(i, number) \
  store_scaled(          \
      centred_at(means + i, rests + i, number, centre), factor, high + i, low ? low + i : NULL, number)
  IN_STEPS(i, count, STEP);
#undef STEP
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

typedef uint8_t bytes __attribute__((vector_size(LANES)));

/// The mask of the bins that both have, from bytes of 0 and 1.
INLINE masks common_bins(const uint8_t *a, const uint8_t *b, size_t number) {
  bytes x = {}, y = {};
  memcpy(&x, a, number);
  memcpy(&y, b, number);
  return -__builtin_convertvector(x & y, masks);
}

#define AMONG(mask, x) ((lanes)((mask) & (masks)(x)))

INLINE struct pairs among(masks mask, struct pairs x) {
  return (struct pairs){AMONG(mask, x.high), AMONG(mask, x.low)};
}

/// Numbers of a profile from a place on.
INLINE struct pairs load_pairs(const velibcorr_profile *profile, size_t i, size_t number) {
  return (struct pairs){load(profile->high + i, number, 0), load(profile->low + i, number, 0)};
}

INLINE struct pairs centred_pairs(struct pairs x, struct pair centre) {
  return centred(x.high, x.low, centre);
}

BODY velibcorr_moments velibcorr_precise_moments_body(
    const velibcorr_profile *a, const velibcorr_profile *b, size_t count) {
  velibcorr_moments moments = {0};
  struct pairs sums[3] = {};
  masks numbers = {};
#define STEP(i, number)                                                            \
  {                                                                                \
    const masks common = common_bins(a->present + i, b->present + i, number);      \
    numbers -= common;                                                             \
    add_pairs(&sums[0], among(common, load_pairs(a, i, number)));                  \
    add_pairs(&sums[1], among(common, load_pairs(b, i, number)));                  \
  }
  IN_STEPS(i, count, STEP);
#undef STEP
  const size_t bins = (size_t)((numbers[0] + numbers[1]) + (numbers[2] + numbers[3]));
  if (!bins) return moments;
  const struct pair centre_a = mean_of(total(sums[0]), (double)bins);
  const struct pair centre_b = mean_of(total(sums[1]), (double)bins);
  sums[0] = sums[1] = (struct pairs){};
#define STEP(i, number)                                                            \
  {                                                                                \
    const masks common = common_bins(a->present + i, b->present + i, number);      \
    const struct pairs x = among(common, centred_pairs(load_pairs(a, i, number), centre_a)); \
    const struct pairs y = among(common, centred_pairs(load_pairs(b, i, number), centre_b)); \
    add_pairs(&sums[0], product(x, y));                                            \
    add_pairs(&sums[1], product(x, x));                                            \
    add_pairs(&sums[2], product(y, y));                                            \
  }
  IN_STEPS(i, count, STEP);
#undef STEP
  double *const found[] = {moments.product, moments.square_a, moments.square_b};
  for (int i = 0; i < 3; i++) {
    const struct pair sum = total(sums[i]);
    found[i][0] = sum.high;
    found[i][1] = sum.low;
  }
  moments.bins = bins;
  return moments;
}

DISPATCHED(
    velibcorr_moments, velibcorr_precise_moments,
    (const velibcorr_profile *a, const velibcorr_profile *b, size_t count),
    (a, b, count), (velibcorr_moments){.bins = SIZE_MAX})

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
  // A product, the terms of a sum after the first, the sums and lanes, the blocks: log2 up and once more down.
  size_t terms = (count + SUMS * LANES - 1) / (SUMS * LANES), levels = 0;
  for (size_t blocks = count / BLOCK; blocks; blocks >>= 1) levels++;
  return (terms < TERMS ? terms : TERMS) + 5 + 2 * levels;
}
