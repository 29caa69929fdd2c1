#include "ranks.h"

#include <CPUDispatch.h>
#include <string.h>

BODY int64_t velibcorr_dot_body(const int32_t *a, const int32_t *b, size_t bins) {
  int64_t sum = 0;
  for (size_t k = 0; k < bins; k++) sum += (int64_t)a[k] * b[k];
  return sum;
}

DISPATCHED(
    int64_t, velibcorr_dot,
    (const int32_t *a, const int32_t *b, size_t bins),
    (a, b, bins), INT64_MIN)

typedef float Group __attribute__((ext_vector_type(VELIBCORR_SIGN_GROUP)));
typedef _Bool Bits __attribute__((ext_vector_type(VELIBCORR_SIGN_GROUP)));

// Vector types, as loops over single bits do not become the CPU's comparisons to bit masks.
BODY void velibcorr_pack_signs_body(const float *ranks, size_t first, size_t end, size_t words, uint64_t *signs) {
  uint8_t *positive = (uint8_t *)signs, *untied = (uint8_t *)(signs + words);
  size_t filled = 0;
  for (size_t k = first; k < end; k++) {
    const Group x = ranks[k];
    for (size_t l = 0; l < k; l += VELIBCORR_SIGN_GROUP) {
      Group y;
      memcpy(&y, ranks + l, sizeof y);
      const Bits above = __builtin_convertvector(x > y, Bits), below = __builtin_convertvector(x < y, Bits);
      uint16_t aboveBits, belowBits;
      memcpy(&aboveBits, &above, sizeof aboveBits);
      memcpy(&belowBits, &below, sizeof belowBits);
      const uint16_t pairs = k - l < VELIBCORR_SIGN_GROUP ? (uint16_t)((1u << (k - l)) - 1) : 0xffff;
      aboveBits &= pairs;
      belowBits = (uint16_t)((belowBits & pairs) | aboveBits);
      memcpy(positive + filled, &aboveBits, sizeof aboveBits);
      memcpy(untied + filled, &belowBits, sizeof belowBits);
      filled += sizeof aboveBits;
    }
  }
  memset(positive + filled, 0, words * sizeof *signs - filled);
  memset(untied + filled, 0, words * sizeof *signs - filled);
}

DISPATCHED(
    void, velibcorr_pack_signs,
    (const float *ranks, size_t first, size_t end, size_t words, uint64_t *signs),
    (ranks, first, end, words, signs), )

BODY void velibcorr_multiply_signs_body(
    const uint64_t *a, const uint64_t *b, size_t count, size_t words, int32_t *sums) {
  for (size_t j = 0; j < count; j++, b += 2 * words) {
    int64_t sum = 0;
    for (size_t w = 0; w < words; w++) {
      const uint64_t both = a[words + w] & b[words + w];
      sum += __builtin_popcountll(both) - 2 * __builtin_popcountll(both & (a[w] ^ b[w]));
    }
    sums[j] += (int32_t)sum;
  }
}

DISPATCHED(
    void, velibcorr_multiply_signs,
    (const uint64_t *a, const uint64_t *b, size_t count, size_t words, int32_t *sums),
    (a, b, count, words, sums), )

// Each number is counted against all before it: those not lower. No branch depends on the numbers.
BODY int64_t velibcorr_inversions_body(
    const int32_t *numbers, size_t count, VelibcorrMembers *sets, uint32_t *before, size_t setCount) {
  const size_t groups = (setCount + VELIBCORR_SET_GROUP - 1) / VELIBCORR_SET_GROUP;
  memset(sets, 0, setCount * sizeof *sets);
  memset(before, 0, groups * VELIBCORR_SET_GROUP * sizeof *before);
  int64_t inversions = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t number = (uint32_t)numbers[i], place = number / VELIBCORR_MEMBERS;
    const uint16_t word = number % VELIBCORR_MEMBERS / 64;
    VelibcorrMembers *const set = sets + place;
    const uint64_t bit = (uint64_t)1 << number % 64;
    inversions +=
        (int64_t)i - before[place] - set->lower[word] - __builtin_popcountll(set->words[word] & (bit - 1));
    set->words[word] |= bit;
    for (uint16_t w = 0; w < VELIBCORR_MEMBERS / 64; w++) set->lower[w] += w > word;
    for (uint32_t s = 0; s < groups * VELIBCORR_SET_GROUP; s++) before[s] += s > place;
  }
  return inversions;
}

DISPATCHED(
    int64_t, velibcorr_inversions,
    (const int32_t *numbers, size_t count, VelibcorrMembers *sets, uint32_t *before, size_t setCount),
    (numbers, count, sets, before, setCount), INT64_MIN)
