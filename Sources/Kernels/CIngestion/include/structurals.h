#pragma once
#include <stddef.h>
#include <stdint.h>

// Where the structure of delimited text lies. In C because Swift has no run-time CPU dispatch: the
// loop wants AVX2 or AVX-512, the package is compiled for any x86-64. Its plain Swift twin is
// StructuralIndexTests.plain, in the tests, which hold every kernel against it.

typedef struct {
  /// Delimiters and line feeds found; their offsets are in `structurals`.
  size_t structurals;
  /// Line feeds found; `line_ends` has the ordinal of each among the structurals.
  size_t lines;
  /// Any double quote?
  int has_quote;
  /// With `quoted`: any quote that is not the first or the last byte of its field, nor doubled in one?
  int has_odd_quote;
  /// Any carriage return that no line feed follows (one as the last byte counts)?
  int has_stray_return;
} velibcorr_structure;

/// Both arrays need room for length + 64 entries; length < 2^32.
///
/// With `quoted`, what stands between quotes is no structure (nor a stray return); the text starts
/// outside quotes. The result holds for libcsv's grammar only if has_odd_quote is 0.
velibcorr_structure velibcorr_find_structure(
    const uint8_t *bytes, size_t length, uint8_t delimiter, int quoted, uint32_t *structurals,
    uint32_t *line_ends);

/// The instruction set that velibcorr_find_structure runs with on this CPU: "avx512", "avx2", "sse2"
/// or "plain".
const char *velibcorr_structure_kernel(void);

/// The same by a named kernel, for tests; has no effect (returns 0) where the CPU lacks it.
int velibcorr_find_structure_by(
    const char *kernel, const uint8_t *bytes, size_t length, uint8_t delimiter, int quoted,
    uint32_t *structurals, uint32_t *line_ends, velibcorr_structure *result);
