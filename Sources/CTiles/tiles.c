#include "CTiles.h"

#include <math.h>

#if defined(__x86_64__) && defined(__linux__)
#define BY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define BY_CPU
#endif

BY_CPU void velibcorr_clamp(double *values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const double x = values[i];
    const double below = x > 1 ? 1 : x;
    values[i] = below < -1 ? -1 : below;
  }
}

// Hardly any number is selected: a stretch is looked at closely only when it has one.
BY_CPU size_t velibcorr_select(const double *values, size_t count, double threshold, uint32_t *places) {
  enum { STRETCH = 32 };
  size_t found = 0, i = 0;
  for (; i + STRETCH <= count; i += STRETCH) {
    int any = 0;
    for (size_t k = 0; k < STRETCH; k++) any |= fabs(values[i + k]) >= threshold;
    if (!any) continue;
    for (size_t k = 0; k < STRETCH; k++) {
      places[found] = (uint32_t)(i + k);
      found += fabs(values[i + k]) >= threshold;
    }
  }
  for (; i < count; i++) {
    places[found] = (uint32_t)i;
    found += fabs(values[i]) >= threshold;
  }
  return found;
}
