#include "CDecimal.h"

#include <charconv>

size_t velibcorr_shortest_decimal(double value, char *text) {
  return static_cast<size_t>(std::to_chars(text, text + 24, value).ptr - text);
}

size_t velibcorr_fixed_decimal(double value, int digits, char *text, size_t capacity) {
  const auto result = std::to_chars(text, text + capacity, value, std::chars_format::fixed, digits);
  return result.ec == std::errc() ? static_cast<size_t>(result.ptr - text) : 0;
}

size_t velibcorr_decimal(uint64_t value, char *text) {
  return static_cast<size_t>(std::to_chars(text, text + 20, value).ptr - text);
}
