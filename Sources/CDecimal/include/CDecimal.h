#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes the shortest decimal that reads back to the same double (std::to_chars, C++17), without a
/// terminating NUL; returns its length, at most 24. In C++ because Swift's own printing allocates a
/// String a number. `value` must be finite.
size_t velibcorr_shortest_decimal(double value, char *text);

/// Writes `value` rounded to `digits` decimal places (std::to_chars, fixed); returns the length. `text`
/// has room for `capacity` characters; 0 when they do not suffice.
size_t velibcorr_fixed_decimal(double value, int digits, char *text, size_t capacity);

/// Writes an integer (std::to_chars); returns the length, at most 20.
size_t velibcorr_decimal(uint64_t value, char *text);

#ifdef __cplusplus
}
#endif
