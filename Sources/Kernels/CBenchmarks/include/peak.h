#pragma once
#include <stddef.h>

// The most floating-point operations a second that a core does: multiply-adds of registers, as wide as the CPU has
// them, in so many independent chains that none waits for another. In C because Swift has no run-time CPU dispatch.

/// Multiplies and adds at once in each of `velibcorr_peak_chains` doubles, `rounds` times: x = x * factor + term, from
/// x = 0. Returns the sum of all x: chains * rounds with 1 and 1. Two operations a chain and round.
double velibcorr_peak_run(size_t rounds, double factor, double term);

/// How many doubles there are.
size_t velibcorr_peak_chains(void);

/// The same by a named kernel ("avx512", "avx2" or "plain"), for tests; `chains` is 0 where the CPU lacks it.
double velibcorr_peak_run_by(const char *kernel, size_t rounds, double factor, double term);
size_t velibcorr_peak_chains_by(const char *kernel);
