#include "replicates.h"

#include <CPUDispatch.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

// Every CPU has to give the same bits.
#pragma STDC FP_CONTRACT OFF

typedef double Days __attribute__((ext_vector_type(VELIBCORR_DAY_GROUP)));
typedef int64_t Marks __attribute__((ext_vector_type(VELIBCORR_DAY_GROUP)));

// artanh r = log((1 + |r|) / (1 - |r|)) / 2, with its sign. The logarithm is that of FreeBSD's msun (e_log.c: within one unit
// in the last place), which is written out as no library has one for vectors that gives the same bits on every CPU.
BODY void artanh(const Days *of, double *theta) {
  const Days r = *of;
  const Days magnitude = __builtin_elementwise_abs(r);
  const Days ratio = (1 + magnitude) / (1 - magnitude);
  const int64_t half_root = 0x3fe6a09e00000000;
  Marks bits;
  memcpy(&bits, &ratio, sizeof bits);
  bits += 0x3ff0000000000000 - half_root;
  // The exponent as the low digits of 2^52.
  const Marks shifted = (bits >> 52) | 0x4330000000000000;
  Days exponent;
  memcpy(&exponent, &shifted, sizeof exponent);
  exponent -= 0x1p52 + 1023;
  bits = (bits & 0x000fffffffffffff) + half_root;
  Days f;
  memcpy(&f, &bits, sizeof f);
  f -= 1;
  const Days s = f / (2 + f), z = s * s, w = z * z, half_square = 0.5 * f * f;
  const Days even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const Days odd =
      z * (6.666666666666735130e-01 +
           w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const Days log = s * (half_square + (even + odd)) + exponent * 1.90821492927058770002e-10 - half_square + f +
                   exponent * 6.93147180369123816490e-01;
  const Days half = 0.5 * log, nothing = NAN;
  const Days with_sign = r < 0 ? -half : half, result = magnitude <= 1 - 1e-12 ? with_sign : nothing;
  memcpy(theta, &result, sizeof result);
}

BODY void velibcorr_replicates_body(
    const double *a, const double *b, size_t bins, size_t groups, double *theta) {
  for (size_t group = 0; group < groups; group++) {
    const size_t first = group * bins * VELIBCORR_DAY_GROUP;
    Days sum = 0;
    for (size_t bin = 0; bin < bins; bin++) {
      Days x, y;
      memcpy(&x, a + first + bin * VELIBCORR_DAY_GROUP, sizeof x);
      memcpy(&y, b + first + bin * VELIBCORR_DAY_GROUP, sizeof y);
      sum += x * y;
    }
    artanh(&sum, theta + group * VELIBCORR_DAY_GROUP);
  }
}

BODY void correlate(const double *a, const double *b, size_t bins, Days *result) {
  Days count = 0, sum_a = 0, sum_b = 0;
  Days least_a = INFINITY, most_a = -INFINITY, least_b = INFINITY, most_b = -INFINITY;
  const Days zero = 0, one = 1;
  for (size_t bin = 0; bin < bins; bin++) {
    Days x, y;
    memcpy(&x, a + bin * VELIBCORR_DAY_GROUP, sizeof x);
    memcpy(&y, b + bin * VELIBCORR_DAY_GROUP, sizeof y);
    const Marks both = (x == x) & (y == y);
    count += both ? one : zero;
    sum_a += both ? x : zero;
    sum_b += both ? y : zero;
    least_a = (both & (x < least_a)) ? x : least_a;
    most_a = (both & (x > most_a)) ? x : most_a;
    least_b = (both & (y < least_b)) ? y : least_b;
    most_b = (both & (y > most_b)) ? y : most_b;
  }
  const Days mean_a = sum_a / count, mean_b = sum_b / count;
  Days product = 0, square_a = 0, square_b = 0;
  for (size_t bin = 0; bin < bins; bin++) {
    Days x, y;
    memcpy(&x, a + bin * VELIBCORR_DAY_GROUP, sizeof x);
    memcpy(&y, b + bin * VELIBCORR_DAY_GROUP, sizeof y);
    const Marks both = (x == x) & (y == y);
    const Days from_a = both ? x - mean_a : zero, from_b = both ? y - mean_b : zero;
    product += from_a * from_b;
    square_a += from_a * from_a;
    square_b += from_b * from_b;
  }
  const Days r = product / (__builtin_elementwise_sqrt(square_a) * __builtin_elementwise_sqrt(square_b));
  const Days nothing = NAN;
  const Marks varies = (count >= 3) & (most_a > least_a) & (most_b > least_b);
  *result = varies ? r : nothing;
}

BODY void velibcorr_replicates_with_gaps_body(
    const double *a, const double *b, size_t bins, size_t groups, double *theta) {
  for (size_t group = 0; group < groups; group++) {
    const size_t first = group * bins * VELIBCORR_DAY_GROUP;
    Days r;
    correlate(a + first, b + first, bins, &r);
    artanh(&r, theta + group * VELIBCORR_DAY_GROUP);
  }
}

// Over common hours: how many they are, and the sums of numbers, squares and products.
typedef struct {
  Days count, a, b, square_a, square_b, product;
} Sums;

BODY void add_hours(const double *a, const double *b, Sums *sums) {
  const Days zero = 0, one = 1;
  Days count = 0, sum_a = 0, sum_b = 0, square_a = 0, square_b = 0, product = 0;
  for (size_t hour = 0; hour < 24; hour++) {
    Days x, y;
    memcpy(&x, a + hour * VELIBCORR_DAY_GROUP, sizeof x);
    memcpy(&y, b + hour * VELIBCORR_DAY_GROUP, sizeof y);
    const Marks both = (x == x) & (y == y);
    x = both ? x : zero;
    y = both ? y : zero;
    count += both ? one : zero;
    sum_a += x;
    sum_b += y;
    square_a += x * x;
    square_b += y * y;
    product += x * y;
  }
  *sums = (Sums){count, sum_a, sum_b, square_a, square_b, product};
}

BODY double total(const Days *days) {
  double sum = 0;
  for (size_t day = 0; day < VELIBCORR_DAY_GROUP; day++) sum += (*days)[day];
  return sum;
}

BODY void velibcorr_replicates_of_hours_body(
    const double *a, const double *b, size_t groups, double *theta, unsigned char *is_doubtful) {
  const size_t width = 24 * VELIBCORR_DAY_GROUP;
  Sums all = {0};
  for (size_t group = 0; group < groups; group++) {
    Sums some;
    add_hours(a + group * width, b + group * width, &some);
    all.count += some.count;
    all.a += some.a;
    all.b += some.b;
    all.square_a += some.square_a;
    all.square_b += some.square_b;
    all.product += some.product;
  }
  const Days count = total(&all.count), sum_a = total(&all.a), sum_b = total(&all.b);
  const Days square_a = total(&all.square_a), square_b = total(&all.square_b), product = total(&all.product);
  for (size_t group = 0; group < groups; group++) {
    Sums day;
    add_hours(a + group * width, b + group * width, &day);
    const Days left = count - day.count, left_a = sum_a - day.a, left_b = sum_b - day.b;
    const Days around_a = square_a - day.square_a - left_a * left_a / left;
    const Days around_b = square_b - day.square_b - left_b * left_b / left;
    const Days both = product - day.product - left_a * left_b / left;
    const Days nothing = NAN;
    const Marks is_known = (left >= 3) & (8 * around_a >= square_a) & (8 * around_b >= square_b);
    const Days r = both / (__builtin_elementwise_sqrt(around_a) * __builtin_elementwise_sqrt(around_b));
    const Days known = is_known ? r : nothing;
    artanh(&known, theta + group * VELIBCORR_DAY_GROUP);
    for (size_t lane = 0; lane < VELIBCORR_DAY_GROUP; lane++)
      is_doubtful[group * VELIBCORR_DAY_GROUP + lane] = left[lane] >= 3 && !is_known[lane];
  }
}

DISPATCHED(
    void, velibcorr_replicates_of_hours,
    (const double *a, const double *b, size_t groups, double *theta, unsigned char *is_doubtful),
    (a, b, groups, theta, is_doubtful), )

DISPATCHED(
    void, velibcorr_replicates,
    (const double *a, const double *b, size_t bins, size_t groups, double *theta),
    (a, b, bins, groups, theta), )

DISPATCHED(
    void, velibcorr_replicates_with_gaps,
    (const double *a, const double *b, size_t bins, size_t groups, double *theta),
    (a, b, bins, groups, theta), )
