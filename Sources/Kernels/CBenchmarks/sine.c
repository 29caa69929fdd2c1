#include "sine.h"

#include <CPUDispatch.h>
#include <math.h>

#if defined(__x86_64__) && defined(__GLIBC__)
#define HAS_LIBMVEC 1
#include <immintrin.h>

// By the x86-64 vector function ABI: N4 and N8 are four and eight doubles.
extern __m256d _ZGVdN4v_sin(__m256d) __attribute__((target("avx2")));
extern __m512d _ZGVeN8v_sin(__m512d) __attribute__((target("avx512f")));

FOR_AVX512 static double sum_avx512(double offset, double step, size_t count) {
  const __m512d steps = _mm512_set1_pd(step), offsets = _mm512_set1_pd(offset), eight = _mm512_set1_pd(8);
  __m512d place = _mm512_setr_pd(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5), sum = _mm512_setzero_pd();
  size_t i = 0;
  for (; i + 8 <= count; i += 8, place = _mm512_add_pd(place, eight))
    sum = _mm512_add_pd(sum, _ZGVeN8v_sin(_mm512_fmadd_pd(place, steps, offsets)));
  double total = _mm512_reduce_add_pd(sum);
  for (; i < count; i++) total += sin(offset + ((double)i + 0.5) * step);
  return total;
}

FOR_AVX2 static double sum_avx2(double offset, double step, size_t count) {
  const __m256d steps = _mm256_set1_pd(step), offsets = _mm256_set1_pd(offset), four = _mm256_set1_pd(4);
  __m256d place = _mm256_setr_pd(0.5, 1.5, 2.5, 3.5), sum = _mm256_setzero_pd();
  size_t i = 0;
  for (; i + 4 <= count; i += 4, place = _mm256_add_pd(place, four))
    sum = _mm256_add_pd(sum, _ZGVdN4v_sin(_mm256_fmadd_pd(place, steps, offsets)));
  double total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  for (; i < count; i++) total += sin(offset + ((double)i + 0.5) * step);
  return total;
}
#endif

static double sum_plain(double offset, double step, size_t count) {
  double total = 0;
  for (size_t i = 0; i < count; i++) total += sin(offset + ((double)i + 0.5) * step);
  return total;
}

typedef double (*sine_function)(double, double, size_t);

static const velibcorr_variant sums[] = {
#if defined(HAS_LIBMVEC)
    VARIANT("avx512", VELIBCORR_AVX512, sum_avx512), VARIANT("avx2", VELIBCORR_AVX2, sum_avx2),
#endif
    VARIANT("plain", VELIBCORR_ANY, sum_plain)};

double velibcorr_sine_sum(double offset, double step, size_t count) {
  return velibcorr_sine_sum_by(NULL, offset, step, count);
}

double velibcorr_sine_sum_by(const char *kernel, double offset, double step, size_t count) {
  const velibcorr_variant *sum = CHOOSE(kernel, sums);
  return sum ? ((sine_function)sum->function)(offset, step, count) : NAN;
}
