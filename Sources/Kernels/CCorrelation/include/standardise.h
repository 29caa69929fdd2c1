#pragma once
#include <stddef.h>
#include <stdint.h>

// Profiles as Pearson's r wants them, in numbers of two doubles: a high one, and a low one of at most half a unit in its
// last place. In C because Swift has no run-time CPU dispatch; plain Swift twins are in the tests.

/// Shifts and scales a profile to mean 0 and norm 1: means[k] + rests[k], NaN where a bin is missing, becomes
/// high[k] + low[k], 0 where it is missing. `present` > 0 bins are not missing, and not all of these are equal. `low`
/// may be NULL. Returns the norm of what was shifted, before it was scaled. No arrays overlap.
///
/// By compensated sums (T. Ogita, S. Rump and S. Oishi, "Accurate sum and dot product", 2005): high + low is off by
/// 2^-100 (1 + max |mean| / norm) of 1 at most, where count < 2^20.
double velibcorr_standardise(
    const double *means, const double *rests, size_t count, size_t present, double *high, double *low);

/// The same by a named variant, for tests (CPUDispatch.h); NaN where the CPU lacks it.
double velibcorr_standardise_by(
    const char *kernel, const double *means, const double *rests, size_t count, size_t present, double *high,
    double *low);

/// The inner product of a + la and b + lb, as two doubles: `*low` is what the result lacks. |a| and |b| are 1 at most;
/// the error is (count + 16)^2 2^-105 at most (Dot2 of the same paper).
double velibcorr_precise_dot(
    const double *a, const double *la, const double *b, const double *lb, size_t count, double *low);

/// The same by a named variant, for tests (CPUDispatch.h); NaN where the CPU lacks it.
double velibcorr_precise_dot_by(
    const char *kernel, const double *a, const double *la, const double *b, const double *lb, size_t count,
    double *low);

/// A profile as velibcorr_standardise leaves it, and where it has bins: bytes of 1, else 0.
typedef struct {
  const double *high, *low;
  const uint8_t *present;
} velibcorr_profile;

/// Over the bins that two profiles have, less their means: the sum of products, and the sums of squares of either, each
/// of two doubles.
typedef struct {
  double product[2], square_a[2], square_b[2];
  /// 0: there are none, and no sums.
  size_t bins;
} velibcorr_moments;

/// Errors are (count + 16)^2 2^-104 of the sums of absolute products before the means are taken off.
velibcorr_moments velibcorr_precise_moments(
    const velibcorr_profile *a, const velibcorr_profile *b, size_t count);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX bins where the CPU lacks it.
velibcorr_moments velibcorr_precise_moments_by(
    const char *kernel, const velibcorr_profile *a, const velibcorr_profile *b, size_t count);

/// The inner product of a and b with few roundings one after the other: of 8 terms in each of 32 sums, which are then
/// added as a tree. The error is velibcorr_careful_steps(count) 2^-53 |a| |b| at most.
double velibcorr_careful_dot(const double *a, const double *b, size_t count);

/// The same by a named variant, for tests (CPUDispatch.h); NaN where the CPU lacks it.
double velibcorr_careful_dot_by(const char *kernel, const double *a, const double *b, size_t count);

/// Roundings that a term of velibcorr_careful_dot goes through at most.
size_t velibcorr_careful_steps(size_t count);
