#pragma once
#include <stddef.h>
#include <stdint.h>

// Random numbers without a state, by the widest vectors of the CPU. In C because Swift has no run-time CPU dispatch. A
// plain Swift twin is in the tests.
//
// Number i of a key is a hash of key + i * 0x9E3779B97F4A7C15: SplitMix64 addressed by position (Steele, Lea and Flood,
// "Fast splittable pseudorandom number generators", 2014), so any of them can be made anywhere, in any order. Its upper
// 53 bits times 2^-53 are uniform in [0, 1). Every CPU makes the same.

/// numbers[k] = number first + k of the key, k = 0 ... count - 1.
void velibcorr_uniform_fill(uint64_t key, uint64_t first, size_t count, double *numbers);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_uniform_fill_by(
    const char *kernel, uint64_t key, uint64_t first, size_t count, double *numbers);

/// sums[e] = sum of the numbers first + m * size + e over m = 0 ... count - 1, e = 0 ... size - 1: the sum of `count`
/// random matrices of `size` elements, that are never stored. Added in order of m, by every CPU alike.
void velibcorr_uniform_sum(uint64_t key, uint64_t first, size_t count, size_t size, double *sums);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_uniform_sum_by(
    const char *kernel, uint64_t key, uint64_t first, size_t count, size_t size, double *sums);
