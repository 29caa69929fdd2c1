#pragma once
#include "feed_text.h"
#include "feeds.h"

#include <simdjson.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

/// How documents are walked: what the feed's functions share.
namespace feed_reading {

using simdjson::error_code;
using simdjson::SUCCESS;
namespace ondemand = simdjson::ondemand;

/// Documents nest no deeper; simdjson's own limit is far above.
constexpr int deepest = 32;

constexpr unsigned fields = VELIBCORR_FEED_FIELDS;

struct Meaning {
  velibcorr_feed_role role = VELIBCORR_FEED_OTHER;
  unsigned char rank = 255;
};

/// One object while it is walked: the tokens of its fields, as they were written.
struct Record {
  std::array<std::string_view, VELIBCORR_FEED_FIELDS> tokens{};
  std::array<unsigned char, VELIBCORR_FEED_FIELDS> ranks;
  std::array<bool, VELIBCORR_FEED_FIELDS> found{};
  /// Of the fields of a row: where the key begins, after its quote.
  std::array<const char *, VELIBCORR_FEED_ROW_FIELDS> keys{};
  /// A time of day beside a date.
  std::string_view clock;
  /// What may be free docks, and its key.
  std::string_view maybe_free;
  const char *maybe_free_key = nullptr;
  const Record *around;
  bool holds_records = false;
  /// Objects within that are records but for a station.
  std::vector<Record> nameless;

  explicit Record(const Record *around) : around(around) { ranks.fill(255); }

  void set(unsigned field, unsigned char rank, std::string_view token, const char *key = nullptr) {
    if (field == VELIBCORR_FEED_TIME && feed_text::is_clock(token)) {
      if (clock.empty()) { clock = token; }
      return;
    }
    // A null gives way to any other name of the same.
    const char first = token.empty() ? 'n' : token[0];
    const bool may_be_null = first == 'n' || first == 'N' || first == '"';
    const bool is_null = may_be_null && (token.empty() || token == "null" || token == "NaN" || token == "\"\"");
    const bool is_nothing = is_null || (field == VELIBCORR_FEED_TIME && feed_text::is_no_time(token));
    const bool is_first = !found[field];
    if (is_first || (!is_nothing && rank <= ranks[field])) {
      tokens[field] = is_null ? std::string_view() : token;
      ranks[field] = is_nothing ? 255 : rank;
      found[field] = true;
      if (field < VELIBCORR_FEED_ROW_FIELDS) { keys[field] = key; }
    }
  }
};

/// Bytes without a character that is cut at their end.
inline std::size_t whole_characters(const std::uint8_t *bytes, std::size_t length) {
  for (std::size_t back = 1; back <= 3 && back <= length; ++back) {
    const std::uint8_t byte = bytes[length - back];
    if ((byte & 0xC0) == 0x80) { continue; }
    const std::size_t needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return needed > back ? length - back : length;
  }
  return length;
}

/// Is what begins here, after its quote, the key `known`, which ends with a quote?
inline bool is_key(const char *key, const std::string &known) {
  const std::size_t count = known.size();
  const auto differ = [&](std::size_t place) {
    std::uint64_t one, other;
    std::memcpy(&one, key + place, 8);
    std::memcpy(&other, known.data() + place, 8);
    return one != other;
  };
  if (count < 8) { return count > 0 && std::memcmp(key, known.data(), count) == 0; }
  for (std::size_t place = 0; place + 8 < count; place += 8) {
    if (differ(place)) { return false; }
  }
  return !differ(count - 8);
}

inline bool is_blank(std::uint8_t byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

/// Written behind a text for as long as it is read: a document that is no part of it. To find the last document of a
/// text, simdjson goes back over all that is in it, which takes longer than the rest of its first stage; it is soon done
/// with this one.
class Sentinel {
  std::uint8_t *const place;
  std::uint8_t kept[3];

 public:
  static constexpr std::size_t size = 3;

  explicit Sentinel(std::uint8_t *place) : place(place) {
    std::memcpy(kept, place, size);
    std::memcpy(place, "\n[]", size);
  }
  Sentinel(const Sentinel &) = delete;
  ~Sentinel() { std::memcpy(place, kept, size); }
};

/// Does `body` for each document of a text that consists of whole ones; SUCCESS when it does.
template <typename Body>
error_code each_whole_document(
    ondemand::parser &parser, std::uint8_t *bytes, std::size_t length, std::size_t capacity, std::size_t &begun,
    Body body) {
  std::size_t start = 0;
  while (start < length && is_blank(bytes[start])) { ++start; }
  if (start == length) { return SUCCESS; }
  const Sentinel sentinel(bytes + length);
  ondemand::document_stream stream;
  const std::size_t count = length - start + Sentinel::size;
  if (auto error = parser.iterate_many(bytes + start, count, capacity + Sentinel::size).get(stream)) { return error; }
  bool has_sentinel = false;
  for (auto item = stream.begin(); item != stream.end(); ++item) {
    begun = start + item.current_index();
    ondemand::document_reference document;
    if (auto error = (*item).get(document)) { return error; }
    has_sentinel = begun == length + 1;
    if (has_sentinel) { continue; }
    if (auto error = body(document)) { return error; }
  }
  return has_sentinel && stream.truncated_bytes() == 0 ? SUCCESS : simdjson::TAPE_ERROR;
}

/// Does `body` for each whole document; says how many bytes they take. `body` returns an error or SUCCESS.
template <typename Body>
error_code each_document(
    ondemand::parser &parser, const std::uint8_t *bytes, std::size_t length, std::size_t capacity,
    std::size_t &consumed, std::size_t &begun, Body body) {
  std::size_t start = 0;
  while (start < length && is_blank(bytes[start])) { ++start; }
  consumed = start;
  begun = start;
  length = whole_characters(bytes, length);
  if (start >= length) { return SUCCESS; }
  const std::uint8_t *text = bytes + start;
  ondemand::document_stream stream;
  if (auto error = parser.iterate_many(text, length - start, capacity).get(stream)) { return error; }
  for (auto item = stream.begin(); item != stream.end(); ++item) {
    begun = start + item.current_index();
    ondemand::document_reference document;
    if (auto error = (*item).get(document)) {
      // Nothing whole yet.
      return error == simdjson::EMPTY || error == simdjson::CAPACITY ? SUCCESS : error;
    }
    const error_code error = body(document);
    if (error) { return error; }
    consumed = length;
  }
  if (consumed > start) { consumed = length - stream.truncated_bytes(); }
  return SUCCESS;
}

}  // namespace feed_reading

struct velibcorr_feed {
  simdjson::ondemand::parser parser;
  std::unordered_map<std::string, feed_reading::Meaning> meanings;
  /// The keys met last, by depth and ordinal: records have the same keys in the same order.
  struct Guess {
    std::string key;
    feed_reading::Meaning meaning;
  };
  std::array<std::vector<Guess>, feed_reading::deepest + 1> guesses;
  /// Each with its city before it.
  std::unordered_set<std::string> known_stations;
  /// Records without a time, by station.
  std::unordered_map<std::string, std::size_t> timeless;
  std::string rows, stations, timeless_text, keys, scratch;
  /// Of the fields of a row: the keys met first.
  std::array<std::string, VELIBCORR_FEED_ROW_FIELDS> row_keys;
  bool knows_all_keys = false;
  bool has_hours = false;
  velibcorr_feed_reading reading{};
  /// Of the document being walked: the time to be taken where none was found before a record, and its key.
  std::string_view late_time;
  const char *late_key = nullptr;
  /// Does the document's time count for records whose own is null or 0? As in the document before, until all is seen.
  bool passes_blanks = false;
  /// The times that a walk over a document has met.
  struct Times {
    bool are_lacking = false;
    /// Has a record whose own is null or 0 a time around it?
    bool are_around = false;
    std::size_t own = 0, blank = 0;
    /// The stations of records without any.
    std::vector<std::string_view> timeless;
  } times;

  /// The meaning of the key that begins here, after its quote.
  feed_reading::Meaning meaning(const char *key, int depth, std::size_t ordinal) {
    const auto &known = guesses[depth];
    if (ordinal < known.size() && feed_reading::is_key(key, known[ordinal].key)) { return known[ordinal].meaning; }
    return new_meaning(key, depth, ordinal);
  }
  feed_reading::Meaning new_meaning(const char *key, int depth, std::size_t ordinal);

  simdjson::error_code walk(simdjson::ondemand::object object, feed_reading::Record &record, int depth);
  simdjson::error_code walk(simdjson::ondemand::array array, feed_reading::Record &record, int depth);
  simdjson::error_code walk_pair(
      simdjson::ondemand::array array, feed_reading::Record &record, feed_reading::Meaning meaning);
  simdjson::error_code walk_nested(
      simdjson::ondemand::value value, char first, feed_reading::Meaning meaning, feed_reading::Record &record,
      int depth);
  void finish(feed_reading::Record &record);
  /// Is the time of what is around a record its time?
  bool takes_outer_time(const feed_reading::Record &record) const {
    return !record.found[VELIBCORR_FEED_TIME] ||
           (passes_blanks && feed_text::is_no_time(record.tokens[VELIBCORR_FEED_TIME]));
  }
  std::string_view time(const feed_reading::Record &record);
  void add_row(const feed_reading::Record &record);
  void keep_keys(const feed_reading::Record &record);
  void add_station(const feed_reading::Record &record);
  simdjson::error_code read(simdjson::ondemand::document_reference document, feed_reading::Record &root);
  /// Should the document be walked again, now that its times are known?
  bool must_walk_again(const feed_reading::Record &root);
  /// A document: its rows, its stations, what is counted of it.
  simdjson::error_code read(simdjson::ondemand::document_reference document);
};
