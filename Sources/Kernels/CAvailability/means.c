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

// As `Tally.mean` does it, where its steps are explained.
static inline __attribute__((always_inline)) void write_means(
    const char *tallies, double *means, struct census *census) {
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
  const lanes mean = PICK(present, (quotient + remainder / divisor) * 0x1p-60, (lanes){} + NAN);
  memcpy(means, &mean, sizeof mean);
  census->present -= present;
  census->least = PICK(mean < census->least, mean, census->least);
  census->greatest = PICK(mean > census->greatest, mean, census->greatest);
}

BODY size_t velibcorr_means_body(
    const void *tallies, size_t count, double *means, double *least, double *greatest) {
  struct census census = {{}, (lanes){} + INFINITY, (lanes){} - INFINITY};
  const char *place = tallies;
  const size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES) write_means(place + i * TALLY, means + i, &census);
  if (whole < count) {
    char last[LANES * TALLY] = {0};
    double written[LANES];
    memcpy(last, place + whole * TALLY, (count - whole) * TALLY);
    write_means(last, written, &census);
    memcpy(means + whole, written, (count - whole) * sizeof *means);
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

DISPATCHED(
    size_t, velibcorr_means,
    (const void *tallies, size_t count, double *means, double *least, double *greatest),
    (tallies, count, means, least, greatest), SIZE_MAX)
