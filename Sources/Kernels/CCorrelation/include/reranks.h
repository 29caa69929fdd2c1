#pragma once
#include <stddef.h>
#include <stdint.h>

// Average ranks of two stations over the bins that both have, by the widest vectors of the CPU; the plain Swift twin is in
// the tests. All are sums of integers: their order does not matter.

/// Bins that are ranked at a time, and the most that there may be: sums of products then fit 32 bits.
enum { VELIBCORR_RANK_GROUP = 16, VELIBCORR_MOST_RANKED = 1024 };

/// Row-major, stations x `width` bins, a multiple of VELIBCORR_RANK_GROUP.
typedef struct {
  /// The number of lower means of the station, the same for equal means.
  const int16_t *levels;
  /// Its average ranks over the bins that it has, doubled and centred: the lower means less the greater ones.
  const int16_t *ranks;
  /// -1 where it has the bin, else 0; so beyond the bins, too.
  const int16_t *masks;
  /// Where the bins begin that each station lacks, then their end; and these.
  const uint32_t *starts, *missing;
  /// By station: has it equal means?
  const uint8_t *ties;
  size_t width;
} velibcorr_rank_rows;

/// Writes Spearman's r of a station and each of `count` others, from `first` on: NaN where they have fewer than `least` bins in
/// `common`, or one is constant over these. It may be beyond 1 by what rounds it. Adds to counts[0] how many have too few, and to
/// counts[1] how many of the rest are constant.
void velibcorr_rank_anew(
    const velibcorr_rank_rows *rows, size_t station, size_t first, size_t count, const double *common, double least, double *r,
    uint64_t *counts);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_rank_anew_by(
    const char *kernel, const velibcorr_rank_rows *rows, size_t station, size_t first, size_t count, const double *common,
    double least, double *r, uint64_t *counts);
