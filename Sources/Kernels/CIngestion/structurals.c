#include "structurals.h"

#include <CPUDispatch.h>

typedef struct {
  uint64_t delimiter, feed, carriage, quote;
} masks;

// Appends the offsets of the set bits of one 64-byte word and, for line feeds, their ordinals.
// Eight at a time without a branch: a row of bike-share data has about eight structurals a word.
__attribute__((always_inline)) static inline void emit_scalar(
    masks m, uint32_t base, uint32_t *structurals, size_t *found, uint32_t *line_ends, size_t *lines) {
  uint64_t bits = m.delimiter | m.feed;
  const size_t before = *found;
  const size_t count = (size_t)__builtin_popcountll(bits);
  uint32_t *out = structurals + before;
  for (size_t done = 0; done < count; done += 8) {
    for (int i = 0; i < 8; i++) {
      out[done + i] = base + (bits ? (uint32_t)__builtin_ctzll(bits) : 0);
      bits &= bits - 1;
    }
  }
  const uint64_t all = m.delimiter | m.feed;
  for (uint64_t feeds = m.feed; feeds; feeds &= feeds - 1) {
    const uint64_t below = (feeds & -feeds) - 1;
    line_ends[(*lines)++] = (uint32_t)(before + (size_t)__builtin_popcountll(all & below));
  }
  *found = before + count;
}

// State that is carried from one 64-byte word to the next, each in the lowest bit.
typedef struct {
  uint64_t carriage, in_quotes, at_field_start, after_closing;
} carried;

// Bit i of the result is the exclusive or of bits 0...i.
__attribute__((always_inline)) static inline uint64_t prefix_xor(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

// Takes what stands between quotes out of the masks; returns where a quote breaks the rules: one that
// opens must start its field (or follow the one that closed, a doubled quote), one that closes must be
// followed by the field's end, by a return or by a quote that opens again.
__attribute__((always_inline)) static inline uint64_t mask_quoted(masks *m, carried *last) {
  const uint64_t inside = prefix_xor(m->quote) ^ -last->in_quotes;
  const uint64_t opening = m->quote & inside, closing = m->quote & ~inside;
  m->delimiter &= ~inside;
  m->feed &= ~inside;
  m->carriage &= ~inside;
  const uint64_t ends = m->delimiter | m->feed;
  const uint64_t may_open = (ends << 1 | last->at_field_start) | (closing << 1 | last->after_closing);
  const uint64_t after_closing = closing << 1 | last->after_closing;
  const uint64_t odd = (opening & ~may_open) | (after_closing & ~(ends | m->carriage | opening));
  last->in_quotes = inside >> 63;
  last->at_field_start = ends >> 63;
  last->after_closing = closing >> 63;
  return odd;
}

#define DEFINE_KERNEL(NAME, TARGET, LOAD_MASKS, EMIT)                                              \
  TARGET __attribute__((always_inline)) static inline velibcorr_structure NAME##_any(              \
      const uint8_t *bytes, size_t length, uint8_t delimiter, int quoted, uint32_t *structurals,   \
      uint32_t *line_ends) {                                                                       \
    size_t found = 0, lines = 0;                                                                   \
    uint64_t quotes = 0, strays = 0, odd = 0;                                                      \
    carried last = {0, 0, 1, 0};                                                                   \
    for (size_t base = 0; base < length; base += 64) {                                             \
      uint8_t tail[64];                                                                            \
      const uint8_t *word = bytes + base;                                                          \
      uint64_t valid = ~(uint64_t)0;                                                               \
      if (length - base < 64) {                                                                    \
        memset(tail, 0, sizeof tail);                                                              \
        memcpy(tail, word, length - base);                                                         \
        word = tail;                                                                               \
        valid = ((uint64_t)1 << (length - base)) - 1;                                              \
      }                                                                                            \
      masks m = LOAD_MASKS(word, delimiter);                                                       \
      m.delimiter &= valid;                                                                        \
      quotes |= m.quote;                                                                           \
      if (quoted) odd |= mask_quoted(&m, &last) & valid;                                           \
      /* A return must be followed by a feed, in this word or as the first byte of the next. */    \
      strays |= ((m.carriage << 1) | last.carriage) & ~m.feed;                                     \
      last.carriage = m.carriage >> 63;                                                            \
      EMIT(m, (uint32_t)base, structurals, &found, line_ends, &lines);                             \
    }                                                                                              \
    velibcorr_structure result = {                                                                 \
        found, lines, quotes != 0, odd != 0, (strays | last.carriage) != 0};                       \
    return result;                                                                                 \
  }                                                                                                \
  /* Two loops, so that the usual one does not keep the state of quotes. */                        \
  TARGET static velibcorr_structure NAME(                                                          \
      const uint8_t *bytes, size_t length, uint8_t delimiter, int quoted, uint32_t *structurals,   \
      uint32_t *line_ends) {                                                                       \
    return quoted ? NAME##_any(bytes, length, delimiter, 1, structurals, line_ends)                \
                  : NAME##_any(bytes, length, delimiter, 0, structurals, line_ends);               \
  }

__attribute__((always_inline)) static inline uint64_t equal_plain(const uint8_t *word, uint8_t byte) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(word[i] == byte) << i;
  return mask;
}

__attribute__((always_inline)) static inline masks masks_plain(const uint8_t *word, uint8_t delimiter) {
  masks m = {equal_plain(word, delimiter), equal_plain(word, '\n'), equal_plain(word, '\r'),
             equal_plain(word, '"')};
  return m;
}

DEFINE_KERNEL(find_plain, , masks_plain, emit_scalar)

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((always_inline)) static inline uint64_t equal_sse2(const uint8_t *word, uint8_t byte) {
  const __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    const __m128i part = _mm_loadu_si128((const __m128i *)word + i);
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part, wanted)) << (16 * i);
  }
  return mask;
}

__attribute__((always_inline)) static inline masks masks_sse2(const uint8_t *word, uint8_t delimiter) {
  masks m = {equal_sse2(word, delimiter), equal_sse2(word, '\n'), equal_sse2(word, '\r'),
             equal_sse2(word, '"')};
  return m;
}

FOR_AVX2 __attribute__((always_inline)) static inline uint64_t equal_avx2(
    __m256i low, __m256i high, uint8_t byte) {
  const __m256i wanted = _mm256_set1_epi8((char)byte);
  const uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
  const uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
  return (uint64_t)b << 32 | a;
}

FOR_AVX2 __attribute__((always_inline)) static inline masks masks_avx2(const uint8_t *word, uint8_t delimiter) {
  const __m256i low = _mm256_loadu_si256((const __m256i *)word);
  const __m256i high = _mm256_loadu_si256((const __m256i *)word + 1);
  masks m = {equal_avx2(low, high, delimiter), equal_avx2(low, high, '\n'), equal_avx2(low, high, '\r'),
             equal_avx2(low, high, '"')};
  return m;
}

FOR_ICELAKE __attribute__((always_inline)) static inline masks masks_avx512(
    const uint8_t *word, uint8_t delimiter) {
  const __m512i text = _mm512_loadu_si512(word);
  masks m = {
      _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8((char)delimiter)),
      _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('\n')),
      _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('\r')),
      _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('"')),
  };
  return m;
}

// The byte numbers 0...63 compressed by the mask are the offsets; sixteen are widened at a time.
FOR_ICELAKE __attribute__((always_inline)) static inline void emit_avx512(
    masks m, uint32_t base, uint32_t *structurals, size_t *found, uint32_t *line_ends, size_t *lines) {
  static const uint8_t numbers[64] __attribute__((aligned(64))) = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const uint64_t all = m.delimiter | m.feed;
  const size_t before = *found;
  const size_t count = (size_t)__builtin_popcountll(all);
  const __m512i offset = _mm512_set1_epi32((int)base);
  const __m512i packed = _mm512_maskz_compress_epi8(all, _mm512_load_si512(numbers));
  uint32_t *out = structurals + before;
  _mm512_storeu_si512(out, _mm512_add_epi32(offset, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
  if (__builtin_expect(count > 16, 0)) {
    _mm512_storeu_si512(
        out + 16, _mm512_add_epi32(offset, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
    _mm512_storeu_si512(
        out + 32, _mm512_add_epi32(offset, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
    _mm512_storeu_si512(
        out + 48, _mm512_add_epi32(offset, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
  }
  for (uint64_t feeds = m.feed; feeds; feeds &= feeds - 1) {
    const uint64_t below = (feeds & -feeds) - 1;
    line_ends[(*lines)++] = (uint32_t)(before + (size_t)__builtin_popcountll(all & below));
  }
  *found = before + count;
}

DEFINE_KERNEL(find_sse2, , masks_sse2, emit_scalar)
DEFINE_KERNEL(find_avx2, FOR_AVX2, masks_avx2, emit_scalar)
DEFINE_KERNEL(find_avx512, FOR_ICELAKE, masks_avx512, emit_avx512)

#endif

typedef velibcorr_structure (*find_function)(
    const uint8_t *, size_t, uint8_t, int, uint32_t *, uint32_t *);

static const velibcorr_variant finders[] = {
#if defined(VELIBCORR_X86)
    VARIANT("avx512", VELIBCORR_ICELAKE, find_avx512), VARIANT("avx2", VELIBCORR_AVX2, find_avx2),
    VARIANT("sse2", VELIBCORR_ANY, find_sse2),
#endif
    VARIANT("plain", VELIBCORR_ANY, find_plain)};

velibcorr_structure velibcorr_find_structure(
    const uint8_t *bytes, size_t length, uint8_t delimiter, int quoted, uint32_t *structurals,
    uint32_t *line_ends) {
  const find_function find = (find_function)CHOOSE(NULL, finders)->function;
  return find(bytes, length, delimiter, quoted, structurals, line_ends);
}

const char *velibcorr_structure_kernel(void) { return CHOOSE(NULL, finders)->name; }

int velibcorr_find_structure_by(
    const char *kernel, const uint8_t *bytes, size_t length, uint8_t delimiter, int quoted,
    uint32_t *structurals, uint32_t *line_ends, velibcorr_structure *result) {
  const velibcorr_variant *variant = CHOOSE(kernel, finders);
  if (!variant) return 0;
  *result = ((find_function)variant->function)(bytes, length, delimiter, quoted, structurals, line_ends);
  return 1;
}
