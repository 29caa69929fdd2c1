#pragma once
#include <stddef.h>

// Sums of very many sines by the vector sine of the C library (libmvec of glibc on x86-64). In C because Swift has
// neither vector functions of that library nor run-time CPU dispatch. A plain Swift twin is in the tests.

/// sum of sin(offset + (i + 1/2) step) for i = 0 ... count - 1, each sine computed, in an order that only `count` and
/// the kernel decide. The sines err by at most 4 ulp (glibc's bound).
double velibcorr_sine_sum(double offset, double step, size_t count);

/// The same by a named kernel ("avx512", "avx2" or "plain"), for tests; NaN where the CPU or the library lacks it.
double velibcorr_sine_sum_by(const char *kernel, double offset, double step, size_t count);
