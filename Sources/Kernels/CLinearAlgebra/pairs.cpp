#include "pairs.h"

#include <algorithm>
#include <cmath>

namespace {

// An object, unlike a function, is inlined into the algorithms.
struct Better {
  bool operator()(const velibcorr_pair &x, const velibcorr_pair &y) const {
    const double rx = std::fabs(x.r), ry = std::fabs(y.r);
    if (rx != ry) return rx > ry;
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  }
};

}  // namespace

void velibcorr_select_pairs(velibcorr_pair *pairs, size_t count, size_t keep) {
  if (keep < count) std::nth_element(pairs, pairs + keep, pairs + count, Better());
}

void velibcorr_sort_pairs(velibcorr_pair *pairs, size_t count) {
  std::sort(pairs, pairs + count, Better());
}
