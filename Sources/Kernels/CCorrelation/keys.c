#include "keys.h"

#include <CPUDispatch.h>
#include <math.h>
#include <string.h>

// Every CPU has to give the same bits.
#pragma STDC FP_CONTRACT OFF

enum { LANES = 8 };
typedef double lanes __attribute__((ext_vector_type(LANES)));
typedef int64_t longs __attribute__((ext_vector_type(LANES)));

#define INLINE static inline __attribute__((always_inline))
// Vectors are passed between functions that are always inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

// Added to a number below 2^51, it leaves no room for a fraction: the sum is rounded to the nearest whole number, whose
// bits are then at the end of its own.
#define ROUNDER 0x1.8p52
#define ROUNDER_BITS 0x4338000000000000

INLINE longs bits_of(lanes x) {
  longs bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

INLINE lanes double_of(longs bits) {
  lanes x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/// Where all bits of the mask are 1, a, else b.
INLINE lanes choose(longs mask, lanes a, lanes b) { return double_of((mask & bits_of(a)) | (~mask & bits_of(b))); }

INLINE lanes load(const double *values, size_t count, double other) {
  lanes loaded = (lanes)other;
  // A copy of known length is a load.
  if (count >= LANES) {
    memcpy(&loaded, values, sizeof loaded);
  } else {
    memcpy(&loaded, values, count * sizeof *values);
  }
  return loaded;
}

/// log x of a normal number, to some 1e-10 of itself or of 1.
INLINE lanes logarithm(lanes x) {
  const longs half = (longs)0x3FE6A09E667F3BCD, shifted = bits_of(x) + ((longs)0x3FF0000000000000 - half);
  const lanes exponent = double_of(((shifted >> 52) - 0x3FF) + (longs)ROUNDER_BITS) - ROUNDER;
  // From the root of a half to that of 2.
  const lanes m = double_of((shifted & (longs)0xFFFFFFFFFFFFF) + half);
  const lanes s = (m - 1) / (m + 1), t = s * s;
  const lanes series = 1 + t * (1.0 / 3 + t * (1.0 / 5 + t * (1.0 / 7 + t * (1.0 / 9 + t * (1.0 / 11)))));
  return 2 * s * series + exponent * 0x1.62e42fefa39efp-1;
}

#define ROW(K) terms + places[K] * VELIBCORR_KEY_TERMS
#define PICK(A, B, ...) __builtin_shufflevector(A, B, __VA_ARGS__)

/// The terms first ... first + 7 of the rows at these places, term by term.
INLINE void gather(const double *terms, const int64_t *places, size_t first, lanes *out) {
  lanes a[LANES], b[LANES];
  for (size_t k = 0; k < LANES; k++) memcpy(a + k, ROW(k) + first, sizeof *a);
  for (size_t k = 0; k < LANES; k += 2) {
    b[k] = PICK(a[k], a[k + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    b[k + 1] = PICK(a[k], a[k + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (size_t k = 0; k < LANES; k += 4) {
    for (size_t l = 0; l < 2; l++) {
      a[k + l] = PICK(b[k + l], b[k + l + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[k + l + 2] = PICK(b[k + l], b[k + l + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (size_t l = 0; l < 4; l++) {
    out[l] = PICK(a[l], a[l + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    out[l + 4] = PICK(a[l], a[l + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

/// Hours before they are rounded; `*known` is 0 where a product is too small for the bound of its error.
INLINE lanes hours_of(lanes product, lanes n, const velibcorr_key_rule *rule, longs *known) {
  if (rule->hours == VELIBCORR_COMMON_HOURS) return n;
  const lanes sum = 1 + product;
  *known &= sum >= 0.25;
  lanes hours;
  if (rule->hours == VELIBCORR_CIRCULAR_HOURS) {
    hours = 1 + (n - 1) * rule->bins / ((rule->bins - 1) * sum);
  } else {
    hours = n / sum;
    hours = choose(hours < 3, (lanes)3, hours);
  }
  return choose(hours < n, hours, n);
}

/// Pairs that a step is taken for before the next one is: more of them than wait for one another.
enum { VECTORS = 8, CHUNK = LANES * VECTORS };

typedef struct {
  /// Rounded; z^2; the score.
  lanes hours[VECTORS], exponent[VECTORS], score[VECTORS];
  /// Are the hours known?
  longs known[VECTORS];
} steps;

INLINE void take_hours(
    const double *products, const double *common, size_t count, const velibcorr_key_rule *rule, steps *steps) {
  const longs half = (longs)((int64_t)1 << 40), mask = 2 * half - 1;
  for (size_t v = 0; v * LANES < count; v++) {
    const size_t i = v * LANES, some = count - i;
    const lanes n = load(common + i, some, 3);
    longs known = n > rule->few;
    if (rule->hours == VELIBCORR_COMMON_HOURS) {
      steps->hours[v] = n;
    } else {
      const longs bits = bits_of(hours_of(load(products + i, some, 0), n, rule, &known));
      const longs distance = (bits & mask) - half;
      known &= (distance > rule->doubt) | (distance < -rule->doubt);
      steps->hours[v] = double_of((bits + half) & ~mask);
    }
    steps->known[v] = known;
  }
}

INLINE void take_scores(const double *r, size_t count, steps *steps) {
  for (size_t v = 0; v * LANES < count; v++) {
    const lanes magnitude = double_of(bits_of(load(r + v * LANES, count - v * LANES, NAN)) & INT64_MAX);
    const lanes loss = logarithm((1 - magnitude) * (1 + magnitude)), hours = steps->hours[v];
    const lanes exponent = (2 - hours) * loss;
    steps->exponent[v] = exponent;
    steps->score[v] = __builtin_elementwise_sqrt(choose(hours < VELIBCORR_FEW_HOURS, -loss, exponent));
  }
}

INLINE lanes propose(lanes r, size_t v, const velibcorr_key_rule *rule, const steps *steps) {
  const lanes hours = steps->hours[v], score = steps->score[v];
  const longs known = steps->known[v];
  const lanes magnitude = double_of(bits_of(r) & INT64_MAX);
  const lanes rounded = score + ROUNDER;
  const longs cell = bits_of(rounded) - (longs)ROUNDER_BITS;
  const longs class = (bits_of(hours) >> VELIBCORR_HOUR_CLASSES_SHIFT) - (longs)rule->first_class;
  const longs good = known & (magnitude <= rule->nearly_one) & (score < (double)rule->cells - 0.75) & (class >= 0) &
                     (class < (longs)rule->classes);
  int64_t places[LANES];
  const longs place = good & (class * (longs)rule->cells + cell);
  memcpy(places, &place, sizeof places);
  lanes c[VELIBCORR_KEY_TERMS];
  gather(rule->terms, places, 0, c);
  gather(rule->terms, places, LANES, c + LANES);
  const longs within = (bits_of(hours) << (52 - VELIBCORR_HOUR_CLASSES_SHIFT)) & (longs)0xFFFFFFFFFFFFF;
  const lanes x = 2 * (score - (rounded - ROUNDER)), y = 2 * double_of(within | (longs)0x3FF0000000000000) - 3;
  const lanes first = c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * (c[4] + x * (c[5] + x * c[6])))));
  const lanes second = c[7] + x * (c[8] + x * (c[9] + x * (c[10] + x * c[11])));
  const lanes third = c[12] + x * (c[13] + x * (c[14] + x * c[15]));
  const lanes value = steps->exponent[v] * 0.5 + (first + y * (second + y * third));
  lanes key = choose(good, choose(value < 0, (lanes)0, value), (lanes)-1);
  key = choose(known & (magnitude >= rule->one), (lanes)INFINITY, key);
  key = choose(known & (hours <= 2), (lanes)0, key);
  return choose(r == r, key, r);
}

BODY void velibcorr_propose_keys_body(
    const double *r, const double *products, const double *common, size_t count, const velibcorr_key_rule *rule,
    double *keys) {
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t size = count - start < CHUNK ? count - start : CHUNK;
    steps steps;
    take_hours(products ? products + start : NULL, common + start, size, rule, &steps);
    take_scores(r + start, size, &steps);
    for (size_t v = 0; v * LANES < size; v++) {
      const size_t i = start + v * LANES, some = count - i;
      const lanes key = propose(load(r + i, some, NAN), v, rule, &steps);
      if (some >= LANES) {
        memcpy(keys + i, &key, sizeof key);
      } else {
        memcpy(keys + i, &key, some * sizeof *keys);
      }
    }
  }
}

DISPATCHED(
    void, velibcorr_propose_keys,
    (const double *r, const double *products, const double *common, size_t count, const velibcorr_key_rule *rule,
     double *keys),
    (r, products, common, count, rule, keys), )

BODY size_t velibcorr_count_proposals_body(
    const double *keys, size_t count, const velibcorr_key_cells *cells, int64_t *counts, uint32_t *places) {
  const double scale = cells->scale, tolerance = cells->tolerance, last = (double)cells->last;
  size_t found = 0;
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t some = count - start < CHUNK ? count - start : CHUNK;
    int32_t slots[CHUNK];
    for (size_t i = 0; i < some; i++) {
      const double scaled = keys[start + i] * scale, cell = scaled < last + 0.5 ? scaled : last + 0.5;
      const int isOpen = !(fabs(cell - ((cell + ROUNDER) - ROUNDER)) >= tolerance) | (cell < 0);
      slots[i] = scaled != scaled ? -2 : isOpen ? -1 : (int32_t)cell;
    }
    for (size_t i = 0; i < some; i++) {
      const int32_t slot = slots[i];
      if (__builtin_expect(slot >= 0, 1)) {
        counts[slot]++;
      } else {
        places[found] = (uint32_t)(start + i);
        found += slot == -1;
      }
    }
  }
  return found;
}

DISPATCHED(
    size_t, velibcorr_count_proposals,
    (const double *keys, size_t count, const velibcorr_key_cells *cells, int64_t *counts, uint32_t *places),
    (keys, count, cells, counts, places), SIZE_MAX)

/// Is a proposal -1, or may it be in an open cell?
INLINE int may_be_open(double key, const velibcorr_key_cells *cells, const velibcorr_open_cells *open) {
  const double scaled = key * cells->scale, last = (double)cells->last;
  const double lower = scaled - cells->tolerance, upper = scaled + cells->tolerance;
  const size_t from = lower < 0 ? 0 : lower < last ? (size_t)lower : (size_t)cells->last;
  const size_t to = upper < 0 ? 0 : upper < last ? (size_t)upper : (size_t)cells->last;
  return (scaled < 0) | (open->cells[from / 64] >> from % 64 & 1) | (open->cells[to / 64] >> to % 64 & 1);
}

/// Writes the places of the pairs of a chunk that may be of interest, and moves their hours together, as `some`.
INLINE size_t narrow(
    const double *r, size_t count, const velibcorr_key_rule *rule, const velibcorr_open_cells *open,
    const steps *all, steps *some, double *some_r, uint32_t *places) {
  const double *const hours = (const double *)all->hours;
  const int64_t *const known = (const int64_t *)all->known;
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    int64_t bits;
    memcpy(&bits, hours + i, sizeof bits);
    const int64_t class = (bits >> VELIBCORR_HOUR_CLASSES_SHIFT) - rule->first_class;
    const int isInTable = (class >= 0) & (class < rule->classes);
    const double *const bounds = open->bounds + 4 * (isInTable ? class : 0);
    const double magnitude = fabs(r[i]);
    const int isInside = ((magnitude >= bounds[0]) & (magnitude <= bounds[1])) |
                         ((magnitude >= bounds[2]) & (magnitude <= bounds[3]));
    places[found] = (uint32_t)i;
    some_r[found] = r[i];
    memcpy((double *)some->hours + found, hours + i, sizeof *hours);
    memcpy((int64_t *)some->known + found, known + i, sizeof *known);
    found += (magnitude == magnitude) & (!known[i] | !isInTable | isInside);
  }
  return found;
}

BODY size_t velibcorr_pick_keys_body(
    const double *r, const double *products, const double *common, size_t count, const velibcorr_key_rule *rule,
    const velibcorr_key_cells *cells, const velibcorr_open_cells *open, uint32_t *places, double *proposals) {
  size_t found = 0;
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t size = count - start < CHUNK ? count - start : CHUNK;
    steps all, some;
    double some_r[CHUNK], keys[CHUNK];
    uint32_t candidates[CHUNK];
    take_hours(products ? products + start : NULL, common + start, size, rule, &all);
    const size_t left = narrow(r + start, size, rule, open, &all, &some, some_r, candidates);
    take_scores(some_r, left, &some);
    for (size_t v = 0; v * LANES < left; v++) {
      const lanes key = propose(load(some_r + v * LANES, left - v * LANES, NAN), v, rule, &some);
      memcpy(keys + v * LANES, &key, sizeof key);
    }
    for (size_t i = 0; i < left; i++) {
      places[found] = (uint32_t)start + candidates[i];
      proposals[found] = keys[i];
      found += may_be_open(keys[i], cells, open);
    }
  }
  return found;
}

DISPATCHED(
    size_t, velibcorr_pick_keys,
    (const double *r, const double *products, const double *common, size_t count, const velibcorr_key_rule *rule,
     const velibcorr_key_cells *cells, const velibcorr_open_cells *open, uint32_t *places, double *proposals),
    (r, products, common, count, rule, cells, open, places, proposals), SIZE_MAX)

BODY void velibcorr_common_bits_body(
    const uint64_t *set, const uint64_t *others, size_t count, size_t words, double *common) {
  if (words == 1) {
    for (size_t i = 0; i < count; i++) common[i] = (double)__builtin_popcountll(*set & others[i]);
    return;
  }
  for (size_t i = 0; i < count; i++, others += words) {
    int64_t sum = 0;
    for (size_t w = 0; w < words; w++) sum += __builtin_popcountll(set[w] & others[w]);
    common[i] = (double)sum;
  }
}

DISPATCHED(
    void, velibcorr_common_bits,
    (const uint64_t *set, const uint64_t *others, size_t count, size_t words, double *common),
    (set, others, count, words, common), )
