#pragma once
#include <stddef.h>
#include <stdint.h>

// Loops over the bins of profiles, by the widest vectors of the CPU. In C because Swift has no run-time CPU
// dispatch; their plain Swift twins are in the tests. All are sums of integers: their order does not matter.

/// The sum of a[k] * b[k].
int64_t velibcorr_dot(const int32_t *a, const int32_t *b, size_t bins);

/// The same by a named variant, for tests (CPUDispatch.h); INT64_MIN where the CPU lacks it.
int64_t velibcorr_dot_by(const char *kernel, const int32_t *a, const int32_t *b, size_t bins);

/// Numbers that velibcorr_pack_signs compares at a time.
enum { VELIBCORR_SIGN_GROUP = 16 };

/// Writes the signs of ranks[k] - ranks[l] of the pairs of bins l < k, first <= k < end, as two rows of `words`
/// words of bits: is the sign positive, and is it other than 0? A NaN makes it 0. The pairs of each k fill
/// ceil(k / VELIBCORR_SIGN_GROUP) groups of bits; bits without a pair are 0. `ranks` can be read up to a whole
/// number of groups.
void velibcorr_pack_signs(const float *ranks, size_t first, size_t end, size_t words, uint64_t *signs);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_pack_signs_by(
    const char *kernel, const float *ranks, size_t first, size_t end, size_t words, uint64_t *signs);

/// Adds to sums[j] the sum of the products of the signs of `a` and of the station j of `b`: `count` stations, one
/// after another, each as velibcorr_pack_signs leaves it.
void velibcorr_multiply_signs(const uint64_t *a, const uint64_t *b, size_t count, size_t words, int32_t *sums);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_multiply_signs_by(
    const char *kernel, const uint64_t *a, const uint64_t *b, size_t count, size_t words, int32_t *sums);

/// Numbers of a VelibcorrMembers, and what the count of these is padded to.
enum { VELIBCORR_MEMBERS = 2048, VELIBCORR_SET_GROUP = 16 };

/// Which of VELIBCORR_MEMBERS numbers in a row are members of a set.
typedef struct {
  /// Members in lower words.
  uint16_t lower[VELIBCORR_MEMBERS / 64];
  uint64_t words[VELIBCORR_MEMBERS / 64];
} VelibcorrMembers;

/// Pairs of different numbers of which the greater comes first. The numbers are less than
/// `setCount` * VELIBCORR_MEMBERS. `sets` and `before` are working memory, `before` of setCount numbers and up to a
/// whole VELIBCORR_SET_GROUP.
int64_t velibcorr_inversions(
    const int32_t *numbers, size_t count, VelibcorrMembers *sets, uint32_t *before, size_t setCount);

/// The same by a named variant, for tests (CPUDispatch.h); INT64_MIN where the CPU lacks it.
int64_t velibcorr_inversions_by(
    const char *kernel, const int32_t *numbers, size_t count, VelibcorrMembers *sets, uint32_t *before, size_t setCount);
