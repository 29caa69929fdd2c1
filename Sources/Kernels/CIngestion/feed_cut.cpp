#include <cstring>

#include "feed_reading.h"

using feed_reading::is_blank;

size_t velibcorr_feed_cut(const uint8_t *bytes, size_t length) {
  const auto is_special = [](uint8_t c) { return c == ',' || c == ':' || c == '}' || c == ']' || is_blank(c); };
  for (size_t end = length; end > 0;) {
    const auto *brace = static_cast<const uint8_t *>(memrchr(bytes, '{', end));
    if (brace == nullptr) { return 0; }
    const size_t place = brace - bytes;
    end = place;
    size_t next = place + 1;
    while (next < length && is_blank(bytes[next])) { ++next; }
    if (next + 1 >= length || bytes[next] != '"' || is_special(bytes[next + 1])) { continue; }
    // Skips the brackets that open the document, back to the end of the one before.
    size_t start = place, before = place;
    while (before > 0 && (is_blank(bytes[before - 1]) || bytes[before - 1] == '[')) {
      --before;
      if (bytes[before] == '[') { start = before; }
    }
    if (before > 0 && (bytes[before - 1] == '}' || bytes[before - 1] == ']')) { return start; }
  }
  return 0;
}
