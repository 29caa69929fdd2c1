#pragma once
#include <stddef.h>

// Profiles as Pearson's r wants them, by the widest vectors of the CPU. In C because Swift has no run-time CPU dispatch;
// their plain Swift twins are in the tests.

/// Counts the numbers that are not NaN, and finds the least and the greatest of them: inf and -inf when there is none.
size_t velibcorr_census(const double *values, size_t count, double *least, double *greatest);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_census_by(
    const char *kernel, const double *values, size_t count, double *least, double *greatest);

/// Shifts and scales the numbers to mean 0 and norm 1; NaN becomes 0 and counts for nothing. `present` > 0 of them are not NaN,
/// one of these is `origin`, and not all of these are equal.
void velibcorr_standardise(double *values, size_t count, size_t present, double origin);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_standardise_by(
    const char *kernel, double *values, size_t count, size_t present, double origin);
