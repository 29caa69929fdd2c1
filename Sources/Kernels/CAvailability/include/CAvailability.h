#pragma once
#include <stddef.h>

/// Writes the means of `count` tallies, each as Swift's `Tally` (little-endian): the very bits of its `mean`, NaN for an
/// empty one. Returns how many are not empty, and the least and the greatest of their means: infinity and minus
/// infinity without one. In C because Swift has no run-time CPU dispatch; a test holds it against `mean`.
size_t velibcorr_means(const void *tallies, size_t count, double *means, double *least, double *greatest);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_means_by(
    const char *kernel, const void *tallies, size_t count, double *means, double *least, double *greatest);

/// The same, and in `rests` what each mean lacks: mean + rest is the exact quotient but for 2^-102 of it; 0 for an empty
/// tally.
size_t velibcorr_precise_means(
    const void *tallies, size_t count, double *means, double *rests, double *least, double *greatest);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_precise_means_by(
    const char *kernel, const void *tallies, size_t count, double *means, double *rests, double *least,
    double *greatest);
