#pragma once
#include <stddef.h>
#include <stdint.h>

// Products of a profile with itself, some bins later. In C because Swift has no run-time CPU dispatch; the plain Swift
// twin is in the tests.

/// Lags that velibcorr_lag_products works on at a time, and what `values` are padded to beyond the last.
enum { VELIBCORR_LAG_GROUP = 16 };

/// products[k - 1] = the sum of values[t] * values[t + k] over t < count, for the lags k = 1 ... lags. `values` can be
/// read, and means something, up to count + lags; it can be read up to the next whole group.
///
/// The error is velibcorr_lag_steps(count) 2^-53 of the sum of the products' magnitudes at most.
void velibcorr_lag_products(const double *values, size_t count, size_t lags, double *products);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_lag_products_by(
    const char *kernel, const double *values, size_t count, size_t lags, double *products);

/// Roundings that a term of velibcorr_lag_products goes through at most.
size_t velibcorr_lag_steps(size_t count);

/// counts[k - 1] = how many of the `words` * 64 bits of `set` are set and have a set bit of `later` k places later, for the
/// lags k = 1 ... lags. `later` has lags / 64 + 1 words more.
void velibcorr_lag_counts(
    const uint64_t *set, size_t words, const uint64_t *later, size_t lags, double *counts);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_lag_counts_by(
    const char *kernel, const uint64_t *set, size_t words, const uint64_t *later, size_t lags, double *counts);
