#pragma once
#include <stddef.h>
#include <stdint.h>

// Loops over the numbers of a tile, by the widest vectors of the CPU. In C because Swift has no run-time
// CPU dispatch; their plain Swift twins are in the tests.

/// Takes each number to the nearest in -1 ... 1; NaN stays.
void velibcorr_clamp(double *values, size_t count);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_clamp_by(const char *kernel, double *values, size_t count);

/// Writes the places of the numbers with |x| >= threshold, in order, and returns how many they are; never
/// NaN's. `places` has room for `count`.
size_t velibcorr_select(const double *values, size_t count, double threshold, uint32_t *places);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_select_by(
    const char *kernel, const double *values, size_t count, double threshold, uint32_t *places);

/// The same, and on the way the absolute values of the numbers with |x| >= least: writes them to `magnitudes`, in
/// order, and how many they are to `magnitude_count`. `magnitudes` has room for `count` and
/// VELIBCORR_SPLIT_SLACK more.
size_t velibcorr_split(
    const double *values, size_t count, double threshold, uint32_t *places, double least, double *magnitudes,
    size_t *magnitude_count);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_split_by(
    const char *kernel, const double *values, size_t count, double threshold, uint32_t *places, double least, double *magnitudes, size_t *magnitude_count);

#define VELIBCORR_SPLIT_SLACK 8
