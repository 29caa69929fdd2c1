#pragma once
#include <stddef.h>
#include <stdint.h>

// Pearson's r of profiles of which a few bins are missing. In C because Swift has no run-time CPU dispatch; a plain Swift
// twin is in the tests.

/// Standardised rows of some stations, 0 where a bin is missing, and the bins that each lacks.
typedef struct {
  /// Bins x `count`: bin by bin.
  const double *values;
  size_t count;
  /// What the stations lack, a group of them at a time: `bins` is rows x VELIBCORR_GAP_GROUP, group g has the rows
  /// starts[g] ... starts[g + 1] - 1. Of a station that lacks no more, or where there is none, there is the number of bins.
  const uint32_t *starts, *bins;
} velibcorr_gaps;

enum { VELIBCORR_GAP_GROUP = 8 };

/// Turns the products of a standardised row with others into r over their common bins, of which there are `common`. What is
/// missing is taken off sums over all bins, which are 0, of squares 1. Writes the places of those that are not turned, in
/// order, and returns how many they are: of pairs with fewer common bins than `least`, with less than half of the squares
/// of either in these, or with a mean of either, squared, above a 25th of the mean square. `missing` are the bins that the
/// row lacks; after its last bin there is a 0. `places` has room for `others->count`.
size_t velibcorr_take_gaps(
    const double *row, const uint32_t *missing, size_t missing_count, const velibcorr_gaps *others,
    const double *common, double least, double *products, uint32_t *places);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_take_gaps_by(
    const char *kernel, const double *row, const uint32_t *missing, size_t missing_count, const velibcorr_gaps *others,
    const double *common, double least, double *products, uint32_t *places);
