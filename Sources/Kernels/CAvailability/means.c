#include "CAvailability.h"

#include <CPUDispatch.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

// Every CPU has to give the same bits.
#pragma STDC FP_CONTRACT OFF

typedef double lanes __attribute__((vector_size(32)));
typedef uint64_t words __attribute__((vector_size(32)));
typedef int64_t masks __attribute__((vector_size(32)));
enum { LANES = 4, TALLY = 16 };

// A number below 2^52 as the end of a double of 2^52 and more: no conversion of 64-bit words is as quick.
#define EXACT(words) ((lanes)((words) | 0x4330000000000000u) - 0x1p52)
#define PICK(mask, a, b) ((lanes)(((mask) & (masks)(a)) | (~(mask) & (masks)(b))))

struct census {
  masks present;
  lanes least, greatest;
};

// As `Tally.mean` does it, where its steps are explained. With `rests`, what the means lack.
static inline __attribute__((always_inline)) void write_means(
    const char *tallies, double *means, double *rests, struct census *census) {
  words first, second;
  memcpy(&first, tallies, sizeof first);
  memcpy(&second, tallies + sizeof first, sizeof second);
  const words low = __builtin_shufflevector(first, second, 0, 2, 4, 6);
  const words high = __builtin_shufflevector(first, second, 1, 3, 5, 7);

  const lanes divisor = EXACT(high >> 30);
  const lanes upper = EXACT(high & 0x3FFFFFFF) * 0x1p64;
  const lanes middle = EXACT(low >> 32) * 0x1p32;
  const lanes two = upper + middle;
  const lanes rest = ((upper - two) + middle) + EXACT(low & 0xFFFFFFFF);
  const lanes head = two + rest;
  const lanes tail = (two - head) + rest;
  const lanes quotient = head / divisor;
  const lanes remainder = __builtin_elementwise_fma(-quotient, divisor, head) + tail;

  const masks present = divisor > 0;
  const lanes correction = remainder / divisor;
  const lanes nearest = quotient + correction;
  const lanes mean = PICK(present, nearest * 0x1p-60, (lanes){} + NAN);
  memcpy(means, &mean, sizeof mean);
  if (rests) {
    // The correction is far smaller than the quotient, so this is what was rounded off.
    const lanes rest_of_mean = PICK(present, ((quotient - nearest) + correction) * 0x1p-60, (lanes){});
    memcpy(rests, &rest_of_mean, sizeof rest_of_mean);
  }
  census->present -= present;
  census->least = PICK(mean < census->least, mean, census->least);
  census->greatest = PICK(mean > census->greatest, mean, census->greatest);
}

BODY size_t write_all(
    const void *tallies, size_t count, double *means, double *rests, double *least, double *greatest) {
  struct census census = {{}, (lanes){} + INFINITY, (lanes){} - INFINITY};
  const char *place = tallies;
  const size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES)
    write_means(place + i * TALLY, means + i, rests ? rests + i : NULL, &census);
  if (whole < count) {
    char last[LANES * TALLY] = {0};
    double written[LANES], left[LANES];
    memcpy(last, place + whole * TALLY, (count - whole) * TALLY);
    write_means(last, written, rests ? left : NULL, &census);
    memcpy(means + whole, written, (count - whole) * sizeof *means);
    if (rests) memcpy(rests + whole, left, (count - whole) * sizeof *rests);
  }
  *least = INFINITY;
  *greatest = -INFINITY;
  size_t present = 0;
  for (int i = 0; i < LANES; i++) {
    *least = census.least[i] < *least ? census.least[i] : *least;
    *greatest = census.greatest[i] > *greatest ? census.greatest[i] : *greatest;
    present += census.present[i];
  }
  return present;
}

BODY size_t velibcorr_means_body(
    const void *tallies, size_t count, double *means, double *least, double *greatest) {
  return write_all(tallies, count, means, NULL, least, greatest);
}

DISPATCHED(
    size_t, velibcorr_means,
    (const void *tallies, size_t count, double *means, double *least, double *greatest),
    (tallies, count, means, least, greatest), SIZE_MAX)

BODY size_t velibcorr_precise_means_body(
    const void *tallies, size_t count, double *means, double *rests, double *least, double *greatest) {
  return write_all(tallies, count, means, rests, least, greatest);
}

DISPATCHED(
    size_t, velibcorr_precise_means,
    (const void *tallies, size_t count, double *means, double *rests, double *least, double *greatest),
    (tallies, count, means, rests, least, greatest), SIZE_MAX)
