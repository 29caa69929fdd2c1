#include "CDistribution.h"

int64_t velibcorr_fetch_and_add(int64_t *number, int64_t amount) {
  return __atomic_fetch_add(number, amount, __ATOMIC_RELAXED);
}
