#include "tiles.h"

#include <CPUDispatch.h>
#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { STRETCH = 32 };

// Hardly any number is beyond 1: what is not is not written again.
BODY void velibcorr_clamp_body(double *values, size_t count) {
  for (size_t i = 0; i < count; i += STRETCH) {
    const size_t length = count - i < STRETCH ? count - i : STRETCH;
    int any = 0;
    for (size_t k = 0; k < length; k++) any |= fabs(values[i + k]) > 1;
    if (!any) continue;
    for (size_t k = 0; k < length; k++) {
      const double x = values[i + k];
      values[i + k] = x > 1 ? 1 : x < -1 ? -1 : x;
    }
  }
}

DISPATCHED(void, velibcorr_clamp, (double *values, size_t count), (values, count), )

// Hardly any number is selected: a stretch is looked at closely only when it has one.
BODY size_t velibcorr_select_body(const double *values, size_t count, double threshold, uint32_t *places) {
  size_t found = 0, i = 0;
  for (; i + STRETCH <= count; i += STRETCH) {
    int any = 0;
    for (size_t k = 0; k < STRETCH; k++) any |= fabs(values[i + k]) >= threshold;
    if (!any) continue;
    for (size_t k = 0; k < STRETCH; k++) {
      places[found] = (uint32_t)(i + k);
      found += fabs(values[i + k]) >= threshold;
    }
  }
  for (; i < count; i++) {
    places[found] = (uint32_t)i;
    found += fabs(values[i]) >= threshold;
  }
  return found;
}

DISPATCHED(
    size_t, velibcorr_select,
    (const double *values, size_t count, double threshold, uint32_t *places),
    (values, count, threshold, places), SIZE_MAX)

static size_t split_plain(
    const double *values, size_t count, double threshold, uint32_t *places, double least, double *magnitudes,
    size_t *magnitude_count) {
  size_t found = 0, taken = 0;
  for (size_t i = 0; i < count; i++) {
    const double magnitude = fabs(values[i]);
    magnitudes[taken] = magnitude;
    taken += magnitude >= least;
    places[found] = (uint32_t)i;
    found += magnitude >= threshold;
  }
  *magnitude_count = taken;
  return found;
}

#if defined(__x86_64__)
FOR_AVX512 static size_t split_avx512(
    const double *values, size_t count, double threshold, uint32_t *places, double least, double *magnitudes,
    size_t *magnitude_count) {
  const __m512d lower = _mm512_set1_pd(least), bar = _mm512_set1_pd(threshold);
  const __m256i step = _mm256_set1_epi32(8);
  __m256i place = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  size_t found = 0, taken = 0;
  for (size_t i = 0; i < count; i += 8, place = _mm256_add_epi32(place, step)) {
    const __mmask8 inside = count - i < 8 ? (__mmask8)((1u << (count - i)) - 1) : 0xFF;
    const __m512d magnitude = _mm512_abs_pd(_mm512_maskz_loadu_pd(inside, values + i));
    // A whole vector is stored, which is quicker than to store a part.
    const __mmask8 take = _mm512_mask_cmp_pd_mask(inside, magnitude, lower, _CMP_GE_OQ);
    _mm512_storeu_pd(magnitudes + taken, _mm512_maskz_compress_pd(take, magnitude));
    taken += (size_t)__builtin_popcount(take);
    const __mmask8 select = _mm512_mask_cmp_pd_mask(inside, magnitude, bar, _CMP_GE_OQ);
    if (!select) continue;
    _mm256_mask_compressstoreu_epi32(places + found, select, place);
    found += (size_t)__builtin_popcount(select);
  }
  *magnitude_count = taken;
  return found;
}
#endif

typedef size_t (*split_function)(const double *, size_t, double, uint32_t *, double, double *, size_t *);

static const velibcorr_variant splits[] = {
#if defined(VELIBCORR_X86)
    VARIANT("avx512", VELIBCORR_AVX512, split_avx512),
#endif
    VARIANT("plain", VELIBCORR_ANY, split_plain)};

size_t velibcorr_split(
    const double *values, size_t count, double threshold, uint32_t *places, double least, double *magnitudes,
    size_t *magnitude_count) {
  return velibcorr_split_by(NULL, values, count, threshold, places, least, magnitudes, magnitude_count);
}

size_t velibcorr_split_by(
    const char *kernel, const double *values, size_t count, double threshold, uint32_t *places, double least,
    double *magnitudes, size_t *magnitude_count) {
  const velibcorr_variant *split = CHOOSE(kernel, splits);
  if (!split) return SIZE_MAX;
  return ((split_function)split->function)(
      values, count, threshold, places, least, magnitudes, magnitude_count);
}

// Added to a number below 2^51, it leaves no room for a fraction: the sum is rounded to the nearest whole number, whose
// bits are then at the end of its own.
#define ROUNDER 0x1.8p52

static inline int64_t bits_of(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

BODY size_t velibcorr_round_body(
    const double *values, size_t count, double scale, double reach, int64_t *wholes, uint32_t *places) {
  const int64_t none = bits_of(ROUNDER);
  size_t found = 0;
  for (size_t i = 0; i < count; i += STRETCH) {
    const size_t length = count - i < STRETCH ? count - i : STRETCH;
    int any = 0;
    for (size_t k = 0; k < length; k++) {
      const double x = values[i + k] * scale, rounded = x + ROUNDER;
      wholes[i + k] = x == x ? bits_of(rounded) - none : VELIBCORR_NO_WHOLE;
      any |= fabs(x - (rounded - ROUNDER)) > reach;
    }
    if (!any) continue;
    for (size_t k = 0; k < length; k++) {
      const double x = values[i + k] * scale;
      places[found] = (uint32_t)(i + k);
      found += fabs(x - ((x + ROUNDER) - ROUNDER)) > reach;
    }
  }
  return found;
}

DISPATCHED(
    size_t, velibcorr_round,
    (const double *values, size_t count, double scale, double reach, int64_t *wholes, uint32_t *places),
    (values, count, scale, reach, wholes, places), SIZE_MAX)
