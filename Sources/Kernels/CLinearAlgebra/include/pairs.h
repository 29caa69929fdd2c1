#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A correlation of two stations, a before b.
typedef struct {
  double r;
  uint32_t a, b;
} velibcorr_pair;

/// Brings the `keep` best pairs to the front, in no order (std::nth_element): by greatest |r|, then by a and by b.
/// No r is NaN. In C++ because Swift's library has no selection, only sorting.
void velibcorr_select_pairs(velibcorr_pair *pairs, size_t count, size_t keep);

/// Sorts pairs, best first (std::sort).
void velibcorr_sort_pairs(velibcorr_pair *pairs, size_t count);

#ifdef __cplusplus
}
#endif
