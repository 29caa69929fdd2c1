#include "standardise.h"

#include <CPUDispatch.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

// Every CPU has to give the same bits.
#pragma STDC FP_CONTRACT OFF

// Four sums side by side, as one alone would wait for itself; a lane is a sum on every CPU.
typedef double lanes __attribute__((vector_size(32)));
typedef int64_t masks __attribute__((vector_size(32)));
enum { LANES = 4 };

#define LOAD(values) ({ lanes loaded; memcpy(&loaded, values, sizeof loaded); loaded; })
#define UNLESS_NAN(x, term) ((lanes)((masks)(term) & ((x) == (x))))

BODY size_t velibcorr_census_body(const double *values, size_t count, double *least, double *greatest) {
  size_t present = 0;
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < count; i++) {
    const double x = values[i];
    present += x == x;
    low = x < low ? x : low;
    high = x > high ? x : high;
  }
  *least = low;
  *greatest = high;
  return present;
}

DISPATCHED(
    size_t, velibcorr_census,
    (const double *values, size_t count, double *least, double *greatest),
    (values, count, least, greatest), SIZE_MAX)

BODY void velibcorr_standardise_body(double *values, size_t count, size_t present, double origin) {
  const size_t whole = count - count % LANES;
  lanes sums = {0, 0, 0, 0};
  for (size_t i = 0; i < whole; i += LANES) {
    const lanes x = LOAD(values + i);
    sums += UNLESS_NAN(x, x - origin);
  }
  for (size_t i = whole; i < count; i++) sums[0] += values[i] == values[i] ? values[i] - origin : 0;
  const double centre = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / (double)present;

  sums = (lanes){0, 0, 0, 0};
  for (size_t i = 0; i < whole; i += LANES) {
    const lanes x = LOAD(values + i);
    const lanes centred = x - origin - centre;
    sums += UNLESS_NAN(x, centred * centred);
  }
  for (size_t i = whole; i < count; i++) {
    const double centred = values[i] - origin - centre;
    sums[0] += values[i] == values[i] ? centred * centred : 0;
  }
  const double norm = sqrt((sums[0] + sums[1]) + (sums[2] + sums[3]));

  for (size_t i = 0; i < count; i++) {
    const double x = values[i];
    values[i] = x == x ? (x - origin - centre) / norm : 0;
  }
}

DISPATCHED(
    void, velibcorr_standardise,
    (double *values, size_t count, size_t present, double origin),
    (values, count, present, origin), )
