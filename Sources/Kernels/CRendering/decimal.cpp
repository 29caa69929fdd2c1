#include "CRendering.h"

// The shortest digits come from Dragonbox, by the header of its author (libdragonbox-dev): four times
// faster than std::to_chars, which in libstdc++ is Ryu, and the same digits, as both find the nearest of
// the shortest decimals that read back to a double.
// As Debian has it, and as others do.
#if __has_include(<dragonbox-1.1.3/dragonbox/dragonbox.h>)
#include <dragonbox-1.1.3/dragonbox/dragonbox.h>
#else
#include <dragonbox/dragonbox.h>
#endif

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "characters are stored lowest byte first");

namespace {

/// whole + fraction / 10^digits, or its negative. whole < 10, fraction < 10^17, digits <= 20.
struct Decimal {
  std::uint64_t fraction;
  unsigned digits;
  unsigned whole;
  bool is_negative;
};

/// Writes the 16 digits of high * 10^8 + low. All groups of digits are halved at a time, each in a lane
/// of a vector.
inline void put_digits(std::uint32_t high, std::uint32_t low, char *text) {
  typedef std::uint16_t Lanes16 __attribute__((vector_size(16)));
  typedef std::uint32_t Lanes32 __attribute__((vector_size(16)));
  typedef std::uint64_t Lanes64 __attribute__((vector_size(16)));
  const Lanes64 eights = {high, low};
  // eights / 10^4 for numbers below 10^8, by ceil(2^45 / 10^4): compilers divide by lane.
  const Lanes64 quotient = eights * 3'518'437'209 >> 45;
  const Lanes32 fours = (Lanes32)(quotient | (eights - quotient * 10'000) << 32);
  const Lanes32 upper = (Lanes32)((Lanes16)fours / 100);
  const Lanes32 lower = fours - (Lanes32)((Lanes16)upper * 100);
  const Lanes16 twos = (Lanes16)(upper | lower << 16);
  const Lanes16 tens = twos / 10;
  const Lanes16 characters = (tens | (twos - tens * 10) << 8) + 0x3030;
  std::memcpy(text, &characters, sizeof characters);
}

/// Writes the field that ends at `end`; returns its length.
inline std::uint8_t put(Decimal decimal, char *end) {
  // 20 digits, of which the last count.
  const std::uint64_t upper = decimal.fraction / 100'000'000;
  const std::uint32_t first = static_cast<std::uint32_t>(upper / 100'000'000);
  const std::uint32_t leading = 0x30303030 + (first << 24);
  std::memcpy(end - 20, &leading, 4);
  put_digits(
      static_cast<std::uint32_t>(upper - first * 100'000'000ull),
      static_cast<std::uint32_t>(decimal.fraction - upper * 100'000'000), end - 16);
  // ",-0." or ",0." over those before them.
  const std::uint32_t start =
      (decimal.is_negative ? 0x2e302d2c : 0x2e302c00) + (decimal.whole << 16);
  std::memcpy(end - decimal.digits - 4, &start, 4);
  return static_cast<std::uint8_t>(decimal.digits + 3 + decimal.is_negative);
}

/// The same with a text.
inline std::uint8_t put(std::string_view text, char *end) {
  char *start = end - text.size();
  std::memcpy(start, text.data(), text.size());
  start[-1] = ',';
  return static_cast<std::uint8_t>(text.size() + 1);
}

/// Any value but an infinity, by std::to_chars with a format and a precision, or none.
template <class... Format>
[[gnu::noinline]] std::uint8_t put_general(double value, char *end, Format... format) {
  if (std::isnan(value)) return put("", end);
  char text[VELIBCORR_FIELD_SIZE];
  // -0 + 0 is 0.
  char *last = std::to_chars(text, text + sizeof text, value + 0.0, format...).ptr;
  if (std::find_if(text, last, [](char c) { return c == '.' || c == 'e'; }) == last) {
    *last++ = '.';
    *last++ = '0';
  }
  return put(std::string_view(text, last - text), end);
}

/// Any value beyond 1, to 1000, and NaN.
[[gnu::noinline]] std::uint8_t put_fixed(double value, int digits, char *end) {
  if (std::isnan(value)) return put("", end);
  char text[VELIBCORR_FIELD_SIZE];
  const char *last =
      std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, digits).ptr;
  return put(std::string_view(text, last - text), end);
}

constexpr auto powers_of_ten = [] {
  std::array<std::uint64_t, 18> powers{1};
  for (std::size_t i = 1; i < powers.size(); i++) powers[i] = 10 * powers[i - 1];
  return powers;
}();

/// `value` rounded to 1 to 17 digits, |value| <= 1. As value = mantissa / 2^shift, the digits are
/// mantissa * 10^digits / 2^shift rounded; the dividend has 53 + 57 bits at most, so it is exact.
inline Decimal rounded(double value, int digits) {
  std::uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  const unsigned exponent = bits >> 52 & 0x7ff;
  const std::uint64_t significand = bits & ((1ull << 52) - 1);
  const std::uint64_t mantissa = exponent ? significand | 1ull << 52 : significand;
  // From 112 on the quotient is below a half whatever the shift.
  const unsigned shift = std::min(1075 - std::max(exponent, 1u), 112u);
  const unsigned __int128 dividend =
      static_cast<unsigned __int128>(mantissa) * powers_of_ten[digits];
  const unsigned __int128 below_half = (static_cast<unsigned __int128>(1) << (shift - 1)) - 1;
  const bool is_odd = dividend >> shift & 1;
  const auto quotient = static_cast<std::uint64_t>((dividend + below_half + is_odd) >> shift);
  const bool is_one = quotient == powers_of_ten[digits];
  return {
      is_one ? 0 : quotient, static_cast<unsigned>(digits), is_one, value < 0 && quotient != 0};
}

/// digits / 10^5 * 10^exponent, where 10^5 <= digits < 10^6; or 0 digits.
struct SixDigits {
  std::uint32_t digits;
  int exponent;
};

/// `value`, positive and normal, rounded to six digits that count; none if it may lie between two.
///
/// The shortest decimal rounds as the value itself: were the middle of two six-digit numbers between
/// them, it would be a decimal of seven digits as near to the value, and the shortest had no more.
inline SixDigits six_digits(double value) {
  const auto shortest = jkj::dragonbox::to_decimal(value);
  const std::uint64_t significand = shortest.significand;
  // log10(2) = 1233 / 4096 for numbers of up to 64 bits.
  const int estimate = (64 - __builtin_clzll(significand)) * 1233 >> 12;
  const int length = estimate + (significand >= powers_of_ten[estimate]);
  const SixDigits exact = {0, shortest.exponent + length - 1};
  if (length <= 6) {
    return {static_cast<std::uint32_t>(significand * powers_of_ten[6 - length]), exact.exponent};
  }
  if (length == 7 && significand % 10 == 5) return exact;
  const std::uint64_t unit = powers_of_ten[length - 6];
  const auto digits = static_cast<std::uint32_t>((significand + unit / 2) / unit);
  return digits < 1'000'000 ? SixDigits{digits, exact.exponent}
                            : SixDigits{100'000, exact.exponent + 1};
}

/// The text of a number below 1 as `%g` of C has it.
inline std::uint8_t put(SixDigits number, char *end) {
  char digits[6];
  std::uint32_t rest = number.digits;
  for (int i = 5; i >= 0; i--, rest /= 10) digits[i] = static_cast<char>('0' + rest % 10);
  int count = 6;
  while (digits[count - 1] == '0') count--;
  const int magnitude = -number.exponent;
  char text[VELIBCORR_FIELD_SIZE];
  char *last = text;
  if (magnitude <= 4) {
    std::memcpy(last, "0.0000", 6);
    last = std::copy_n(digits, count, last + (magnitude == 0 ? 0 : magnitude + 1));
    if (magnitude == 0) last = std::copy_n(".0", 2, last);
  } else {
    *last++ = digits[0];
    if (count > 1) {
      *last++ = '.';
      last = std::copy_n(digits + 1, count - 1, last);
    }
    std::memcpy(last, "e-", 2);
    last = std::to_chars(magnitude < 10 ? last + 3 : last + 2, text + sizeof text, magnitude).ptr;
    if (magnitude < 10) last[-2] = '0';
  }
  return put(std::string_view(text, last - text), end);
}

}  // namespace

void velibcorr_shortest_fields(
    const double *values, size_t count, char *fields, uint8_t *lengths) {
  for (size_t i = 0; i < count; i++) {
    char *end = fields + (i + 1) * VELIBCORR_FIELD_SIZE;
    const double magnitude = std::abs(values[i]);
    // Nearly all correlations are there, where std::to_chars never takes an exponent.
    if (magnitude >= 0.001 && magnitude < 1) {
      const auto shortest = jkj::dragonbox::to_decimal(values[i]);
      const auto digits = static_cast<unsigned>(-shortest.exponent);
      lengths[i] = put(Decimal{shortest.significand, digits, 0, shortest.is_negative}, end);
    } else {
      lengths[i] = put_general(values[i], end);
    }
  }
}

void velibcorr_fixed_fields(
    const double *values, size_t count, int digits, char *fields, uint8_t *lengths) {
  for (size_t i = 0; i < count; i++) {
    char *end = fields + (i + 1) * VELIBCORR_FIELD_SIZE;
    lengths[i] = std::abs(values[i]) <= 1 ? put(rounded(values[i], digits), end)
                                          : put_fixed(values[i], digits, end);
  }
}

void velibcorr_six_digit_fields(
    const double *values, size_t count, char *fields, uint8_t *lengths) {
  for (size_t i = 0; i < count; i++) {
    char *end = fields + (i + 1) * VELIBCORR_FIELD_SIZE;
    // Nearly all p and q are there.
    const bool is_plain = values[i] >= std::numeric_limits<double>::min() && values[i] < 1;
    const SixDigits six = is_plain ? six_digits(values[i]) : SixDigits{};
    lengths[i] =
        six.digits ? put(six, end) : put_general(values[i], end, std::chars_format::general, 6);
  }
}

void velibcorr_whole_fields(
    const int64_t *wholes, size_t count, int digits, char *fields, uint8_t *lengths) {
  const std::uint64_t one = powers_of_ten[digits];
  for (size_t i = 0; i < count; i++) {
    char *end = fields + (i + 1) * VELIBCORR_FIELD_SIZE;
    if (wholes[i] == INT64_MIN) {
      lengths[i] = put("", end);
      continue;
    }
    const bool is_negative = wholes[i] < 0;
    const std::uint64_t magnitude = is_negative ? -static_cast<std::uint64_t>(wholes[i]) : wholes[i];
    const bool is_one = magnitude >= one;
    lengths[i] = put(
        Decimal{is_one ? 0 : magnitude, static_cast<unsigned>(digits), is_one, is_negative}, end);
  }
}

size_t velibcorr_decimal(uint64_t value, char *text) {
  return static_cast<size_t>(std::to_chars(text, text + 20, value).ptr - text);
}
