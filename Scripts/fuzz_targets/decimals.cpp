// The text of numbers against std::to_chars.
#include <CRendering.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

template <class... Format>
std::string reference(double value, Format... format) {
  char buffer[512];
  return "," + std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, format...).ptr);
}

// Whole numbers are told from others by `.0`.
std::string with_point(std::string number) {
  return number.find_first_not_of(",-0123456789") == std::string::npos ? number + ".0" : number;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 9) return 0;
  const int digits = 1 + data[0] % 17;
  const size_t count = (size - 1) / 8;
  std::vector<double> values(count);
  memcpy(values.data(), data + 1, 8 * count);
  std::vector<double> small(count);
  std::vector<int64_t> wholes(count);
  const int64_t one = std::llround(std::pow(10, digits));
  for (size_t i = 0; i < count; i++) {
    if (!std::isfinite(values[i])) values[i] = NAN;
    small[i] = std::fabs(values[i]) < 1000 ? values[i] : NAN;
    memcpy(&wholes[i], data + 1 + 8 * i, 8);
    wholes[i] %= one + 1;
  }
  std::vector<char> fields(count * VELIBCORR_FIELD_SIZE);
  std::vector<uint8_t> lengths(count);
  const auto require = [&](size_t i, const std::string &expected) {
    const std::string found(fields.data() + (i + 1) * VELIBCORR_FIELD_SIZE - lengths[i], lengths[i]);
    if (found == expected) return;
    fprintf(stderr, "'%s', expected '%s'\n", found.c_str(), expected.c_str());
    abort();
  };

  velibcorr_shortest_fields(values.data(), count, fields.data(), lengths.data());
  for (size_t i = 0; i < count; i++) {
    require(i, std::isnan(values[i]) ? "," : with_point(reference(values[i] == 0 ? 0 : values[i])));
  }
  velibcorr_six_digit_fields(values.data(), count, fields.data(), lengths.data());
  for (size_t i = 0; i < count; i++) {
    if (values[i] == 0) continue;
    require(
        i, std::isnan(values[i]) ? "," : with_point(reference(values[i], std::chars_format::general, 6)));
  }
  velibcorr_fixed_fields(small.data(), count, digits, fields.data(), lengths.data());
  for (size_t i = 0; i < count; i++) {
    std::string expected = std::isnan(small[i]) ? "," : reference(small[i], std::chars_format::fixed, digits);
    if (expected.find_first_of("123456789") == std::string::npos && expected[1] == '-') expected.erase(1, 1);
    require(i, expected);
  }
  velibcorr_whole_fields(wholes.data(), count, digits, fields.data(), lengths.data());
  for (size_t i = 0; i < count; i++) {
    std::string number = std::to_string(std::llabs(wholes[i]));
    if (number.size() <= size_t(digits)) number.insert(0, digits + 1 - number.size(), '0');
    number.insert(number.size() - digits, ".");
    require(i, std::string(wholes[i] < 0 ? ",-" : ",") + number);
  }
  return 0;
}
