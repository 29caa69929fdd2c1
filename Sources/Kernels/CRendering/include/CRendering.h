#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Room of a field: a comma and the text of a number, which end where the room ends.
enum { VELIBCORR_FIELD_SIZE = 32 };

/// Writes fields with the shortest decimals that read back to the same doubles, one beside the other,
/// and the length of each. The text is that of std::to_chars, with `.0` after whole numbers, `0.0` for
/// -0, and nothing after the comma for NaN. Values are not infinite.
///
/// In C++ because Swift's own printing makes a String a number, and rows at a time because a call takes
/// as long as the digits of a short number.
void velibcorr_shortest_fields(const double *values, size_t count, char *fields, uint8_t *lengths);

/// The same with values rounded to `digits` decimals, 1 to 17: nearest, and to even between two, by the
/// exact binary value, which is what std::to_chars does. `0.00` without a sign. |values| < 1000.
void velibcorr_fixed_fields(
    const double *values, size_t count, int digits, char *fields, uint8_t *lengths);

/// The same with six significant digits, as std::to_chars writes them in its general format.
void velibcorr_six_digit_fields(const double *values, size_t count, char *fields, uint8_t *lengths);

/// The same with wholes[i] / 10^digits, 1 to 17 digits, magnitudes up to 1; nothing after the comma for INT64_MIN.
void velibcorr_whole_fields(
    const int64_t *wholes, size_t count, int digits, char *fields, uint8_t *lengths);

/// Writes an integer (std::to_chars); returns the length, at most 20.
size_t velibcorr_decimal(uint64_t value, char *text);

#ifdef __cplusplus
}
#endif
