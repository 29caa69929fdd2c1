#pragma once
#include <stddef.h>
#include <stdint.h>

// A histogram of very many doubles. In C because Swift has no run-time CPU dispatch: the loop wants
// AVX2, the package is compiled for any x86-64. A test holds it against a plain Swift twin.

/// Cells of equal width; one more takes what is beyond them, one more the NaNs.
#define VELIBCORR_KEY_CELLS 8192
#define VELIBCORR_KEY_SLOTS (VELIBCORR_KEY_CELLS + 2)

/// Counts are kept twice, by even and odd place: the same cell twice in a row would wait for its store.
#define VELIBCORR_KEY_TABLES 2

/// Counts |keys|: cell floor(|key| * scale) if that is below VELIBCORR_KEY_CELLS, else slot
/// VELIBCORR_KEY_CELLS; NaN in the slot after it. `keys` is rows x columns, `stride` from row to row.
/// Adds to `tables`, VELIBCORR_KEY_TABLES of VELIBCORR_KEY_SLOTS counts; the caller sees that none
/// overflows. Is one of them, times `scale`, nearer than `tolerance` to where another cell begins?
int velibcorr_count_keys(
    const double *keys, size_t rows, size_t columns, size_t stride, double scale, double tolerance,
    uint32_t *tables);

/// The same by a named kernel ("avx2" or "plain"), for tests; has no effect (returns -1) where the CPU
/// lacks it.
int velibcorr_count_keys_by(
    const char *kernel, const double *keys, size_t rows, size_t columns, size_t stride, double scale,
    double tolerance, uint32_t *tables);
