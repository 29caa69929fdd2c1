// Those kernels that work on many pairs of stations, or on many days of one.
#include "checksums.h"

#include <CCorrelation.h>
#include <CLinearAlgebra.h>
#include <math.h>
#include <string.h>

enum { COUNT = 5003, BINS = 168, DAYS = 5 * VELIBCORR_DAY_GROUP };

// Rows of mean 0 and norm 1 in each day, but for roundings, or with a gap now and then.
static double *days(size_t bins, int has_gaps) {
  double *row = room(bins * DAYS, 8);
  for (size_t day = 0; day < DAYS; day++) {
    double *const first = row + day / VELIBCORR_DAY_GROUP * bins * VELIBCORR_DAY_GROUP + day % VELIBCORR_DAY_GROUP;
    double mean = 0, square = 0;
    for (size_t bin = 0; bin < bins; bin++) {
      first[bin * VELIBCORR_DAY_GROUP] = uniform();
      mean += first[bin * VELIBCORR_DAY_GROUP] / (double)bins;
    }
    for (size_t bin = 0; bin < bins; bin++) {
      double *const value = first + bin * VELIBCORR_DAY_GROUP;
      *value -= mean;
      square += *value * *value;
    }
    for (size_t bin = 0; bin < bins; bin++) {
      double *const value = first + bin * VELIBCORR_DAY_GROUP;
      *value = has_gaps && next() % 9 == 0 ? NAN : *value / sqrt(square);
    }
  }
  return row;
}

static void replicates(void) {
  double *theta = room(DAYS, 8);
  unsigned char *is_doubtful = room(DAYS, 1);
  uint64_t sums[3] = {START, START, START};
  for (int round = 0; round < 20; round++) {
    const size_t bins = round % 2 ? BINS : 24, groups = DAYS / VELIBCORR_DAY_GROUP;
    double *const a = days(bins, 0), *const b = days(bins, 0);
    velibcorr_replicates(a, b, bins, groups, theta);
    sums[0] = SUM(sums[0], theta, DAYS);
    // With itself r is 1, or nearly.
    velibcorr_replicates(a, a, bins, groups, theta);
    sums[0] = SUM(sums[0], theta, DAYS);
    double *const c = days(bins, 1), *const d = days(bins, 1);
    velibcorr_replicates_with_gaps(c, d, bins, groups, theta);
    sums[1] = SUM(sums[1], theta, DAYS);
    if (bins == 24) {
      // Of one day that outweighs all others too little is left without it.
      for (size_t hour = 0; hour < 24 && round % 4 == 0; hour++) c[hour * VELIBCORR_DAY_GROUP] *= 1e4;
      velibcorr_replicates_of_hours(c, d, groups, theta, is_doubtful);
      sums[2] = SUM(SUM(sums[2], theta, DAYS), is_doubtful, DAYS);
    }
    free(a), free(b), free(c), free(d);
  }
  tell("replicates", sums[0]);
  tell("replicates with gaps", sums[1]);
  tell("replicates of hours", sums[2]);
}

static void gaps(void) {
  enum { GROUPS = (COUNT + VELIBCORR_GAP_GROUP - 1) / VELIBCORR_GAP_GROUP };
  double *values = room(BINS * COUNT, 8), *row = room(BINS + 1, 8), *common = room(COUNT, 8), *products = room(COUNT, 8);
  uint32_t *starts = room(GROUPS + 1, 4), *bins = room(8 * VELIBCORR_GAP_GROUP * GROUPS, 4), *places = room(COUNT, 4);
  for (size_t i = 0; i < BINS * COUNT; i++) values[i] = (uniform() - 0.5) / 4;
  for (size_t i = 0; i < BINS; i++) row[i] = (uniform() - 0.5) / 4;
  for (size_t g = 0; g < GROUPS; g++) {
    const uint32_t most = next() % 9;
    for (size_t i = 0; i < most * VELIBCORR_GAP_GROUP; i++)
      bins[starts[g] * VELIBCORR_GAP_GROUP + i] = next() % (BINS + 1);
    starts[g + 1] = starts[g] + most;
  }
  for (size_t i = 0; i < COUNT; i++) {
    common[i] = (double)(BINS - next() % 12);
    products[i] = 2.2 * uniform() - 1.1;
  }
  const uint32_t missing[] = {3, 17, 96};
  const velibcorr_gaps others = {values, COUNT, starts, bins};
  const size_t found = velibcorr_take_gaps(row, missing, 3, &others, common, BINS - 9, products, places);
  tell("gaps", SUM(SUM(SUM(START, products, COUNT), places, found), &found, 1));
}

static void keys(void) {
  enum { CELLS = 12, CLASSES = 7 * 64, LAST = 1000 };
  double *r = room(COUNT, 8), *products = room(COUNT, 8), *common = room(COUNT, 8), *result = room(COUNT, 8);
  double *terms = room((size_t)CLASSES * CELLS * VELIBCORR_KEY_TERMS, 8), *bounds = room(4 * CLASSES, 8);
  uint32_t *places = room(COUNT, 4);
  int64_t *counts = room(LAST + 1, 8);
  uint64_t *open = room(LAST / 64 + 1, 8), *sets = room(3 * COUNT, 8), sum = START;
  for (size_t i = 0; i < (size_t)CLASSES * CELLS * VELIBCORR_KEY_TERMS; i++) terms[i] = uniform() - 0.3;
  for (size_t i = 0; i < 4 * CLASSES; i++) bounds[i] = (double)(i % 4) / 4 + uniform() / 4;
  for (size_t i = 0; i < LAST / 64 + 1; i++) open[i] = next() & next();
  for (size_t i = 0; i < 3 * COUNT; i++) sets[i] = next();
  for (size_t i = 0; i < COUNT; i++) {
    r[i] = next() % 40 == 0 ? NAN : next() % 40 == 0 ? 1 : 2 * uniform() - 1;
    products[i] = 3 * uniform() - 1;
    common[i] = (double)(next() % (BINS + 1));
  }
  const double two = 2;
  int64_t bits;
  memcpy(&bits, &two, sizeof bits);
  const velibcorr_key_cells cells = {.scale = 20, .last = LAST, .tolerance = 1e-3};
  const velibcorr_open_cells looked_into = {open, bounds};
  for (int hours = VELIBCORR_COMMON_HOURS; hours <= VELIBCORR_SERIES_HOURS; hours++) {
    const velibcorr_key_rule rule = {
        .hours = (velibcorr_hours)hours, .bins = BINS, .doubt = 1 << 20, .few = 3, .nearly_one = 0.999, .one = 1,
        .terms = terms, .first_class = bits >> VELIBCORR_HOUR_CLASSES_SHIFT, .classes = CLASSES, .cells = CELLS};
    velibcorr_propose_keys(r, products, common, COUNT, &rule, result);
    sum = SUM(sum, result, COUNT);
    const size_t doubtful = velibcorr_count_proposals(result, COUNT, &cells, counts, places);
    sum = SUM(SUM(sum, places, doubtful), counts, LAST + 1);
    const size_t picked =
        velibcorr_pick_keys(r, products, common, COUNT, &rule, &cells, &looked_into, places, result);
    sum = SUM(SUM(SUM(sum, places, picked), result, picked), &picked, 1);
  }
  tell("keys", sum);
  velibcorr_common_bits(sets, sets + 1, COUNT, 1, common);
  sum = SUM(START, common, COUNT);
  velibcorr_common_bits(sets, sets + 3, COUNT - 1, 3, common);
  tell("common bits", SUM(sum, common, COUNT));
}

static void sorted(void) {
  velibcorr_pair *list = room(COUNT, sizeof *list);
  for (size_t i = 0; i < COUNT; i++)
    list[i] = (velibcorr_pair){.r = (double)(next() % 200) / 100 - 1, .a = (uint32_t)i / 70, .b = (uint32_t)i};
  velibcorr_select_pairs(list, COUNT, COUNT / 3);
  velibcorr_sort_pairs(list, COUNT / 3);
  tell("sorted pairs", SUM(START, list, COUNT / 3));
}

void pairs(void) {
  replicates();
  gaps();
  keys();
  sorted();
}
