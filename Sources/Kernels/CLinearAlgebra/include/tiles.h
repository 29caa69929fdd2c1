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

/// What velibcorr_round makes of NaN.
#define VELIBCORR_NO_WHOLE INT64_MIN

/// Rounds values[i] * scale to the nearest whole number, and writes the places of those that are more than `reach` away
/// from it, in order; returns how many they are. `scale` is a power of ten up to 10^15, |values| are 2 at most, or NaN,
/// which becomes VELIBCORR_NO_WHOLE and is in no doubt. `places` has room for `count`.
size_t velibcorr_round(
    const double *values, size_t count, double scale, double reach, int64_t *wholes, uint32_t *places);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_round_by(
    const char *kernel, const double *values, size_t count, double scale, double reach, int64_t *wholes,
    uint32_t *places);
