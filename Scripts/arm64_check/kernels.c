// Runs the kernels on numbers of a fixed seed, and prints a checksum of what each writes: the same lines on every CPU.
#include "checksums.h"

#include <CAvailability.h>
#include <CBenchmarks.h>
#include <CCorrelation.h>
#include <CIngestion.h>
#include <CLinearAlgebra.h>
#include <CRendering.h>
#include <math.h>
#include <string.h>

enum { COUNT = 1 << 14, BINS = 168 };

static void means(void) {
  // A tally is a count and a sum of 128 bits in units of 2^-60.
  uint64_t *tallies = room(4 * COUNT, 8);
  double *mean = room(COUNT, 8), *rest = room(COUNT, 8), least, greatest;
  for (size_t i = 0; i < COUNT; i++) {
    const uint64_t count = next() % 9;
    unsigned __int128 sum = 0;
    for (uint64_t k = 0; k < count; k++) sum += next() >> 4;
    tallies[4 * i] = (uint64_t)sum;
    tallies[4 * i + 1] = (uint64_t)(sum >> 64);
    tallies[4 * i + 2] = count;
  }
  const size_t present = velibcorr_means(tallies, COUNT, mean, &least, &greatest);
  uint64_t sum = SUM(SUM(START, mean, COUNT), &present, 1);
  velibcorr_precise_means(tallies, COUNT, mean, rest, &least, &greatest);
  tell("means", SUM(SUM(SUM(sum, mean, COUNT), rest, COUNT), &greatest, 1));
}

static void profiles(void) {
  uint64_t sums[4] = {START, START, START, START};
  double *high[2], *low[2], *mean = room(BINS, 8), *rest = room(BINS, 8);
  uint8_t *present[2];
  for (int k = 0; k < 2; k++) high[k] = room(BINS, 8), low[k] = room(BINS, 8), present[k] = room(BINS, 1);
  for (int round = 0; round < 500; round++) {
    for (int k = 0; k < 2; k++) {
      size_t known = 0;
      for (size_t i = 0; i < BINS; i++) {
        present[k][i] = round % 2 == 0 || next() % 10 != 0;
        known += present[k][i];
        mean[i] = present[k][i] ? uniform() : NAN;
        rest[i] = mean[i] * 0x1p-54 * (uniform() - 0.5);
      }
      const double norm = velibcorr_standardise(mean, rest, BINS, known, high[k], low[k]);
      sums[0] = SUM(SUM(SUM(sums[0], &norm, 1), high[k], BINS), low[k], BINS);
    }
    double tail;
    const double dot = velibcorr_precise_dot(high[0], low[0], high[1], low[1], BINS, &tail);
    const double careful = velibcorr_careful_dot(high[0], high[1], BINS);
    sums[1] = SUM(SUM(SUM(sums[1], &dot, 1), &tail, 1), &careful, 1);
    const velibcorr_profile a = {high[0], low[0], present[0]}, b = {high[1], low[1], present[1]};
    const velibcorr_moments moments = velibcorr_precise_moments(&a, &b, BINS);
    sums[2] = SUM(SUM(SUM(sums[2], moments.product, 2), moments.square_a, 2), moments.square_b, 2);
    double products[BINS];
    double *doubled = room(3 * BINS, 8);
    memcpy(doubled, high[0], BINS * 8);
    memcpy(doubled + BINS, high[0], BINS * 8);
    velibcorr_lag_products(doubled, BINS, BINS - 1, products);
    sums[3] = SUM(sums[3], products, BINS - 1);
    uint64_t sets[12];
    for (size_t i = 0; i < 12; i++) sets[i] = next();
    velibcorr_lag_counts(sets, 3, sets + 3, BINS, products);
    sums[3] = SUM(sums[3], products, BINS);
    free(doubled);
  }
  tell("standardise", sums[0]);
  tell("dots", sums[1]);
  tell("moments", sums[2]);
  tell("lags", sums[3]);
}

static void ranks(void) {
  uint64_t sum = START;
  int32_t *numbers = room(COUNT, 4);
  const size_t sets = COUNT / VELIBCORR_MEMBERS;
  VelibcorrMembers *members = room(sets, sizeof *members);
  uint32_t *before = room(sets, 4);
  for (size_t i = 0; i < COUNT; i++) numbers[i] = (int32_t)i;
  for (size_t i = COUNT - 1; i > 0; i--) {
    const size_t j = next() % (i + 1);
    const int32_t other = numbers[i];
    numbers[i] = numbers[j];
    numbers[j] = other;
  }
  const int64_t inversions = velibcorr_inversions(numbers, COUNT, members, before, sets);
  const int64_t dot = velibcorr_dot(numbers, numbers + 1, COUNT - 1);
  sum = SUM(SUM(sum, &inversions, 1), &dot, 1);
  float *rank = room(BINS, 4);
  size_t groups = 0;
  for (size_t k = 0; k < BINS; k++) groups += (k + VELIBCORR_SIGN_GROUP - 1) / VELIBCORR_SIGN_GROUP;
  const size_t words = (groups * VELIBCORR_SIGN_GROUP + 63) / 64;
  uint64_t *signs = room(2 * 2 * words, 8);
  for (int k = 0; k < 2; k++) {
    for (size_t i = 0; i < BINS; i++) rank[i] = next() % 12 == 0 ? NAN : (float)(next() % 40);
    velibcorr_pack_signs(rank, 0, BINS, words, signs + 2 * words * (size_t)k);
  }
  int32_t product = 0;
  velibcorr_multiply_signs(signs, signs + 2 * words, 1, words, &product);
  tell("ranks", SUM(SUM(sum, signs, 4 * words), &product, 1));
}

static void tiles(void) {
  double *values = room(COUNT, 8), *magnitudes = room(COUNT, 8);
  uint32_t *places = room(COUNT, 4), *tables = room(VELIBCORR_KEY_TABLES * VELIBCORR_KEY_SLOTS, 4);
  int64_t *wholes = room(COUNT, 8);
  for (size_t i = 0; i < COUNT; i++) values[i] = next() % 50 == 0 ? NAN : 2.2 * uniform() - 1.1;
  velibcorr_clamp(values, COUNT);
  size_t count, selected = velibcorr_select(values, COUNT, 0.9, places);
  uint64_t sum = SUM(SUM(START, values, COUNT), places, selected);
  selected = velibcorr_split(values, COUNT, 0.7, places, 0.4, magnitudes, &count);
  sum = SUM(SUM(sum, places, selected), magnitudes, count);
  selected = velibcorr_round(values, COUNT, 1e13, 0.4, wholes, places);
  sum = SUM(SUM(sum, places, selected), wholes, COUNT);
  velibcorr_count_keys(values, 1, COUNT, COUNT, VELIBCORR_KEY_CELLS, 1e-6, tables);
  // Which of the tables counts what is the kernel's own affair.
  for (size_t i = 0; i < VELIBCORR_KEY_SLOTS; i++) {
    const uint32_t both = tables[i] + tables[VELIBCORR_KEY_SLOTS + i];
    sum = SUM(sum, &both, 1);
  }
  tell("tiles", sum);
  char *fields = room(COUNT, VELIBCORR_FIELD_SIZE);
  uint8_t *lengths = room(COUNT, 1);
  sum = START;
  for (int kind = 0; kind < 4; kind++) {
    if (kind == 0) velibcorr_shortest_fields(values, COUNT, fields, lengths);
    if (kind == 1) velibcorr_fixed_fields(values, COUNT, 9, fields, lengths);
    if (kind == 2) velibcorr_six_digit_fields(values, COUNT, fields, lengths);
    if (kind == 3) velibcorr_whole_fields(wholes, COUNT, 13, fields, lengths);
    for (size_t i = 0; i < COUNT; i++)
      sum = checksum(sum, fields + (i + 1) * VELIBCORR_FIELD_SIZE - lengths[i], lengths[i]);
  }
  tell("fields", sum);
}

static void text(void) {
  uint8_t *bytes = room(COUNT, 1);
  const char kinds[] = "0123456789;;;\n\n\r\"\"ab";
  for (size_t i = 0; i < COUNT; i++) bytes[i] = (uint8_t)kinds[next() % (sizeof kinds - 1)];
  uint32_t *structurals = room(COUNT, 4), *ends = room(COUNT, 4);
  uint64_t sum = START;
  for (int quoted = 0; quoted < 2; quoted++) {
    const velibcorr_structure found =
        velibcorr_find_structure(bytes, COUNT, ';', quoted, structurals, ends);
    const size_t numbers[] = {found.structurals, found.lines};
    const int flags[] = {found.has_quote != 0, quoted && found.has_odd_quote != 0, found.has_stray_return != 0};
    sum = SUM(SUM(SUM(SUM(sum, structurals, found.structurals), ends, found.lines), numbers, 2), flags, 3);
  }
  tell("structure", sum);
}

static void random_numbers(void) {
  double *numbers = room(COUNT, 8), *inverses = room(COUNT, 8);
  velibcorr_uniform_fill(5, 7, COUNT, numbers);
  uint64_t sum = SUM(START, numbers, COUNT);
  velibcorr_uniform_sum(5, 7, 100, 25, numbers);
  tell("uniform", SUM(sum, numbers, 25));
  velibcorr_uniform_fill(11, 0, COUNT, numbers);
  sum = START;
  for (size_t order = 1; order <= 32; order++) {
    const size_t count = COUNT / (order * order) / 2, singular = velibcorr_invert(order, count, numbers, inverses);
    sum = SUM(SUM(sum, inverses, count * order * order), &singular, 1);
  }
  tell("inverse", sum);
}

int main(void) {
  means();
  profiles();
  ranks();
  tiles();
  text();
  random_numbers();
  pairs();
}
