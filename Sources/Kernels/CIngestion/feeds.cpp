#include "feeds.h"

#include <simdjson.h>

#include <array>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "feed_text.h"

namespace {

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
  const Record *around;
  bool holds_records = false;

  explicit Record(const Record *around) : around(around) { ranks.fill(255); }

  void set(unsigned field, unsigned char rank, std::string_view token) {
    // A null gives way to any other name of the same.
    const bool is_null = token == "null" || token == "NaN" || token == "\"\"";
    const bool is_first = !found[field];
    if (is_first || (!is_null && rank <= ranks[field])) {
      tokens[field] = is_null ? std::string_view() : token;
      ranks[field] = is_null ? 255 : rank;
      found[field] = true;
    }
  }
};

}  // namespace

struct velibcorr_feed {
  ondemand::parser parser;
  std::unordered_map<std::string, Meaning> meanings;
  /// The keys met last, by depth and ordinal: records have the same keys in the same order.
  struct Guess {
    std::string key;
    Meaning meaning;
  };
  std::array<std::vector<Guess>, deepest + 1> guesses;
  std::unordered_set<std::string> known_stations;
  std::string rows, stations, keys, scratch;
  velibcorr_feed_reading reading{};
  /// Of the document being walked: the time to be taken where none was found before a record.
  std::string_view late_time;
  bool lacks_time = false;

  Meaning meaning(const char *key, int depth, std::size_t ordinal) {
    auto &known = guesses[depth];
    if (ordinal < known.size()) {
      const Guess &guess = known[ordinal];
      if (std::memcmp(key, guess.key.data(), guess.key.size()) == 0) { return guess.meaning; }
    }
    const char *end = key;
    while (*end != '"') { end += *end == '\\' ? 2 : 1; }
    std::string name;
    feed_text::append_plain(std::string_view(key, end - key), name);
    const auto found = meanings.find(feed_text::normalised(name));
    const Meaning meaning = found == meanings.end() ? Meaning() : found->second;
    if (ordinal < 64) {
      if (known.size() <= ordinal) { known.resize(ordinal + 1); }
      known[ordinal] = {std::string(key, end - key + 1), meaning};
    }
    return meaning;
  }

  error_code walk(ondemand::object object, Record &record, int depth);
  error_code walk(ondemand::array array, Record &record, int depth);
  error_code walk_pair(ondemand::array array, Record &record, Meaning meaning);
  error_code walk_nested(ondemand::value value, char first, Meaning meaning, Record &record, int depth);
  void finish(Record &record);
  void add_row(const Record &record);
  void add_station(const Record &record);
  error_code read(ondemand::document_reference document, Record &root);
};

namespace {

std::string_view trimmed(std::string_view token) {
  while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') { token.remove_suffix(1); }
  return token;
}

}  // namespace

error_code velibcorr_feed::walk(ondemand::object object, Record &record, int depth) {
  if (depth >= deepest) { return simdjson::DEPTH_ERROR; }
  std::size_t ordinal = 0;
  for (auto item : object) {
    ondemand::field field;
    if (auto error = std::move(item).get(field)) { return error; }
    const Meaning meaning = this->meaning(field.key().raw(), depth, ordinal++);
    ondemand::value value = field.value();
    const std::string_view token = value.raw_json_token();
    if (token[0] == '{' || token[0] == '[') {
      if (auto error = walk_nested(value, token[0], meaning, record, depth)) { return error; }
    } else if (meaning.role < fields) {
      record.set(meaning.role, meaning.rank, trimmed(token));
    }
  }
  return SUCCESS;
}

error_code velibcorr_feed::walk_nested(
    ondemand::value value, char first, Meaning meaning, Record &record, int depth) {
  if (meaning.role == VELIBCORR_FEED_PASSED_OVER) { return SUCCESS; }
  if (first == '{') {
    ondemand::object object;
    if (auto error = value.get_object().get(object)) { return error; }
    if (meaning.role >= VELIBCORR_FEED_LONGITUDE_LATITUDE && meaning.role <= VELIBCORR_FEED_PART) {
      return walk(object, record, depth + 1);
    }
    Record inner(&record);
    if (auto error = walk(object, inner, depth + 1)) { return error; }
    finish(inner);
    record.holds_records |= inner.holds_records;
    return SUCCESS;
  }
  ondemand::array array;
  if (auto error = value.get_array().get(array)) { return error; }
  if (meaning.role == VELIBCORR_FEED_LONGITUDE_LATITUDE || meaning.role == VELIBCORR_FEED_LATITUDE_LONGITUDE) {
    return walk_pair(array, record, meaning);
  }
  return walk(array, record, depth + 1);
}

error_code velibcorr_feed::walk(ondemand::array array, Record &record, int depth) {
  if (depth >= deepest) { return simdjson::DEPTH_ERROR; }
  for (auto item : array) {
    ondemand::value value;
    if (auto error = std::move(item).get(value)) { return error; }
    const char first = value.raw_json_token()[0];
    if (first != '{' && first != '[') { continue; }
    if (auto error = walk_nested(value, first, Meaning(), record, depth)) { return error; }
  }
  return SUCCESS;
}

/// A place as two numbers.
error_code velibcorr_feed::walk_pair(ondemand::array array, Record &record, Meaning meaning) {
  const bool is_longitude_first = meaning.role == VELIBCORR_FEED_LONGITUDE_LATITUDE;
  unsigned number = 0;
  for (auto item : array) {
    ondemand::value value;
    if (auto error = std::move(item).get(value)) { return error; }
    const std::string_view token = value.raw_json_token();
    if (number < 2 && token[0] != '[' && token[0] != '{') {
      const bool is_longitude = (number == 0) == is_longitude_first;
      record.set(
          is_longitude ? VELIBCORR_FEED_LONGITUDE : VELIBCORR_FEED_LATITUDE, meaning.rank, trimmed(token));
    }
    ++number;
  }
  return SUCCESS;
}

/// All fields of an object are known: what is it?
void velibcorr_feed::finish(Record &record) {
  // What is around records is none: a network or a city has an identifier, a name and a place too.
  if (!record.found[VELIBCORR_FEED_STATION] || record.holds_records) { return; }
  const bool is_row = record.found[VELIBCORR_FEED_FREE_DOCKS] || record.found[VELIBCORR_FEED_BIKES];
  const bool is_station =
      record.found[VELIBCORR_FEED_NAME] ||
      (record.found[VELIBCORR_FEED_LATITUDE] && record.found[VELIBCORR_FEED_LONGITUDE]);
  if (is_row) { add_row(record); }
  if (is_station) { add_station(record); }
  record.holds_records = is_row || is_station;
}

void velibcorr_feed::add_row(const Record &record) {
  std::string_view time = record.tokens[VELIBCORR_FEED_TIME];
  if (!record.found[VELIBCORR_FEED_TIME]) {
    const Record *around = record.around;
    while (around != nullptr && !around->found[VELIBCORR_FEED_TIME]) { around = around->around; }
    time = around == nullptr ? late_time : around->tokens[VELIBCORR_FEED_TIME];
    ++reading.outer_times;
    if (time.empty()) {
      lacks_time = true;
      ++reading.no_times;
    }
  }
  ++reading.records;
  reading.no_free_docks += !record.found[VELIBCORR_FEED_FREE_DOCKS];
  reading.no_bikes += !record.found[VELIBCORR_FEED_BIKES];
  for (unsigned field = 0; field < VELIBCORR_FEED_TIME; ++field) {
    feed_text::append_field(record.tokens[field], rows, scratch);
    rows.push_back(',');
  }
  feed_text::append_time(time, rows, scratch);
  rows.push_back('\n');
}

void velibcorr_feed::add_station(const Record &record) {
  const std::string_view station = record.tokens[VELIBCORR_FEED_STATION];
  if (station.empty() || !known_stations.emplace(station).second) { return; }
  feed_text::append_field(station, stations, scratch);
  for (unsigned field = VELIBCORR_FEED_NAME; field <= VELIBCORR_FEED_LONGITUDE; ++field) {
    stations.push_back(',');
    feed_text::append_field(record.tokens[field], stations, scratch);
  }
  stations.push_back('\n');
}

error_code velibcorr_feed::read(ondemand::document_reference document, Record &root) {
  ondemand::json_type type;
  if (auto error = document.type().get(type)) { return error; }
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    if (auto error = document.get_object().get(object)) { return error; }
    if (auto error = walk(object, root, 0)) { return error; }
    finish(root);
    return SUCCESS;
  }
  if (type != ondemand::json_type::array) { return simdjson::INCORRECT_TYPE; }
  ondemand::array array;
  if (auto error = document.get_array().get(array)) { return error; }
  return walk(array, root, 0);
}

namespace {

/// Bytes without a character that is cut at their end.
std::size_t whole_characters(const std::uint8_t *bytes, std::size_t length) {
  for (std::size_t back = 1; back <= 3 && back <= length; ++back) {
    const std::uint8_t byte = bytes[length - back];
    if ((byte & 0xC0) == 0x80) { continue; }
    const std::size_t needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return needed > back ? length - back : length;
  }
  return length;
}

bool is_blank(std::uint8_t byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

/// Does `body` for each whole document; says how many bytes they take. `body` returns an error or SUCCESS.
template <typename Body>
error_code each_document(
    velibcorr_feed &feed, const std::uint8_t *bytes, std::size_t length, std::size_t capacity,
    std::size_t &consumed, std::size_t &begun, Body body) {
  std::size_t start = 0;
  while (start < length && is_blank(bytes[start])) { ++start; }
  consumed = start;
  begun = start;
  length = whole_characters(bytes, length);
  if (start >= length) { return SUCCESS; }
  const std::uint8_t *text = bytes + start;
  ondemand::document_stream stream;
  if (auto error = feed.parser.iterate_many(text, length - start, capacity).get(stream)) { return error; }
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

}  // namespace

velibcorr_feed *velibcorr_feed_new(void) {
  return new (std::nothrow) velibcorr_feed;
}

void velibcorr_feed_free(velibcorr_feed *feed) { delete feed; }

void velibcorr_feed_add_key(
    velibcorr_feed *feed, const char *name, size_t length, velibcorr_feed_role role, unsigned rank) {
  feed->meanings.emplace(
      feed_text::normalised(std::string(name, length)), Meaning{role, static_cast<unsigned char>(rank)});
}

velibcorr_feed_reading velibcorr_feed_read(
    velibcorr_feed *feed, const uint8_t *bytes, size_t length, size_t capacity) {
  auto &reading = feed->reading;
  reading = {};
  feed->rows.clear();
  feed->stations.clear();
  std::size_t begun = 0;
  const error_code error = each_document(
      *feed, bytes, length, capacity, reading.consumed, begun, [&](ondemand::document_reference document) {
        const auto before = reading;
        const std::size_t rows = feed->rows.size();
        feed->late_time = {};
        feed->lacks_time = false;
        Record root(nullptr);
        if (auto error = feed->read(document, root)) { return error; }
        // The document's time may stand behind its records.
        if (feed->lacks_time && !root.tokens[VELIBCORR_FEED_TIME].empty()) {
          feed->late_time = root.tokens[VELIBCORR_FEED_TIME];
          reading = before;
          feed->rows.resize(rows);
          document.rewind();
          Record again(nullptr);
          if (auto error = feed->read(document, again)) { return error; }
        }
        ++reading.documents;
        if (reading.records == before.records && !root.holds_records) { ++reading.strangers; }
        return SUCCESS;
      });
  reading.rows = feed->rows.data();
  reading.rows_length = feed->rows.size();
  reading.stations = feed->stations.data();
  reading.stations_length = feed->stations.size();
  if (error) {
    reading.error = simdjson::error_message(error);
    reading.error_document = begun;
    reading.error_place = begun;
  }
  return reading;
}

namespace {

/// The paths of keys, each once, in the order in which they are met.
struct KeyList {
  std::vector<std::string> paths;
  std::size_t limit;

  void add(const std::string &path) {
    if (paths.size() >= limit) { return; }
    for (const auto &known : paths) {
      if (known == path) { return; }
    }
    paths.push_back(path);
  }

  error_code walk(ondemand::value value, const std::string &path, int depth) {
    const char first = value.raw_json_token()[0];
    if (depth >= deepest || (first != '{' && first != '[')) {
      add(path);
      return SUCCESS;
    }
    if (first == '{') {
      ondemand::object object;
      if (auto error = value.get_object().get(object)) { return error; }
      return walk(object, path.empty() ? path : path + ".", depth + 1);
    }
    ondemand::array array;
    if (auto error = value.get_array().get(array)) { return error; }
    return walk(array, path + "[]", depth + 1);
  }

  error_code walk(ondemand::object object, const std::string &prefix, int depth) {
    for (auto item : object) {
      ondemand::field field;
      if (auto error = std::move(item).get(field)) { return error; }
      const char *key = field.key().raw();
      const char *end = key;
      while (*end != '"') { end += *end == '\\' ? 2 : 1; }
      std::string path = prefix;
      feed_text::append_plain(std::string_view(key, end - key), path);
      if (auto error = walk(field.value(), path, depth)) { return error; }
    }
    return SUCCESS;
  }

  error_code walk(ondemand::array array, const std::string &path, int depth) {
    bool is_empty = true;
    for (auto item : array) {
      ondemand::value value;
      if (auto error = std::move(item).get(value)) { return error; }
      is_empty = false;
      if (auto error = walk(value, path, depth)) { return error; }
    }
    if (is_empty) { add(path); }
    return SUCCESS;
  }
};

error_code count(ondemand::value value, std::size_t &values) {
  ++values;
  const char first = value.raw_json_token()[0];
  if (first == '{') {
    ondemand::object object;
    if (auto error = value.get_object().get(object)) { return error; }
    for (auto item : object) {
      ondemand::field field;
      if (auto error = std::move(item).get(field)) { return error; }
      if (auto error = count(field.value(), values)) { return error; }
    }
  } else if (first == '[') {
    ondemand::array array;
    if (auto error = value.get_array().get(array)) { return error; }
    for (auto item : array) {
      ondemand::value inner;
      if (auto error = std::move(item).get(inner)) { return error; }
      if (auto error = count(inner, values)) { return error; }
    }
  }
  return SUCCESS;
}

}  // namespace

const char *velibcorr_feed_keys(
    velibcorr_feed *feed, const uint8_t *bytes, size_t length, size_t capacity, size_t limit, size_t *text_length) {
  KeyList list{{}, limit};
  bool is_first = true;
  std::size_t consumed = 0, begun = 0;
  each_document(*feed, bytes, length, capacity, consumed, begun, [&](ondemand::document_reference document) {
    if (!is_first) { return SUCCESS; }
    is_first = false;
    ondemand::json_type type;
    if (auto error = document.type().get(type)) { return error; }
    if (type == ondemand::json_type::object) {
      ondemand::object object;
      if (auto error = document.get_object().get(object)) { return error; }
      return list.walk(object, "", 0);
    }
    ondemand::array array;
    if (auto error = document.get_array().get(array)) { return error; }
    return list.walk(array, "[]", 0);
  });
  feed->keys.clear();
  for (const auto &path : list.paths) { feed->keys += path + "\n"; }
  *text_length = feed->keys.size();
  return feed->keys.data();
}

size_t velibcorr_feed_walk(velibcorr_feed *feed, const uint8_t *bytes, size_t length, size_t capacity) {
  std::size_t values = 0, consumed = 0, begun = 0;
  each_document(*feed, bytes, length, capacity, consumed, begun, [&](ondemand::document_reference document) {
    ondemand::value value;
    if (auto error = document.get_value().get(value)) { return error; }
    return count(value, values);
  });
  return values;
}
