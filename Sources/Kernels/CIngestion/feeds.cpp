#include "feed_reading.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "feed_text.h"

using feed_reading::deepest;
using feed_reading::fields;
using feed_reading::Meaning;
using feed_reading::Record;
using feed_reading::each_document;
using simdjson::error_code;
using simdjson::SUCCESS;
namespace ondemand = simdjson::ondemand;

Meaning velibcorr_feed::new_meaning(const char *key, int depth, std::size_t ordinal) {
  auto &known = guesses[depth];
  const char *end = key;
  while (*end != '"') { end += *end == '\\' ? 2 : 1; }
  std::string name;
  feed_text::append_plain(std::string_view(key, end - key), name);
  const auto found = meanings.find(feed_text::normalised(name));
  const Meaning meaning = found == meanings.end() ? Meaning() : found->second;
  // The bytes compared later must not reach beyond the padding.
  if (ordinal < 64 && end - key < 60) {
    if (known.size() <= ordinal) { known.resize(ordinal + 1); }
    known[ordinal] = {std::string(key, end - key + 1), meaning};
  }
  return meaning;
}

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
    const char *key = field.key().raw();
    const Meaning meaning = this->meaning(key, depth, ordinal++);
    ondemand::value value = field.value();
    const std::string_view token = value.raw_json_token();
    if (token[0] == '{' || token[0] == '[') {
      if (auto error = walk_nested(value, token[0], meaning, record, depth)) { return error; }
    } else if (meaning.role == VELIBCORR_FEED_STATION && feed_text::is_moment(token)) {
      // MongoDB's `_id` around the stations of a moment, as Madrid has it.
      record.set(VELIBCORR_FEED_TIME, 254, trimmed(token), key);
    } else if (meaning.role < fields) {
      record.set(meaning.role, meaning.rank, trimmed(token), key);
    } else if (meaning.role == VELIBCORR_FEED_MAYBE_FREE_DOCKS) {
      record.maybe_free = trimmed(token);
      record.maybe_free_key = key;
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
    const bool has_counts = inner.found[VELIBCORR_FEED_FREE_DOCKS] && inner.found[VELIBCORR_FEED_BIKES];
    if (has_counts && !inner.found[VELIBCORR_FEED_STATION] && !inner.holds_records) {
      record.nameless.push_back(std::move(inner));
    }
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
  const auto others = static_cast<std::ptrdiff_t>(record.nameless.size());
  for (auto item : array) {
    ondemand::value value;
    if (auto error = std::move(item).get(value)) { return error; }
    const char first = value.raw_json_token()[0];
    if (first != '{' && first != '[') { continue; }
    if (auto error = walk_nested(value, first, Meaning(), record, depth)) { return error; }
  }
  // Beside records they are records, too: rows that are left out, and counted.
  const auto begin = record.nameless.begin() + others;
  if (record.holds_records) { std::for_each(begin, record.nameless.end(), [&](const auto &one) { add_row(one); }); }
  record.nameless.erase(begin, record.nameless.end());
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
  // An object around records is none: a network or a city has an identifier, a name and a place too.
  if (!record.found[VELIBCORR_FEED_STATION] || record.holds_records) { return; }
  const std::string_view free = record.maybe_free;
  if (!free.empty() && feed_text::is_digit(free[0] == '"' && free.size() > 1 ? free[1] : free[0]) &&
      record.found[VELIBCORR_FEED_BIKES] && !record.found[VELIBCORR_FEED_FREE_DOCKS]) {
    record.set(VELIBCORR_FEED_FREE_DOCKS, 254, free, record.maybe_free_key);
  }
  const bool is_row = record.found[VELIBCORR_FEED_FREE_DOCKS] || record.found[VELIBCORR_FEED_BIKES];
  const bool is_station =
      record.found[VELIBCORR_FEED_NAME] ||
      (record.found[VELIBCORR_FEED_LATITUDE] && record.found[VELIBCORR_FEED_LONGITUDE]);
  if (is_row) { add_row(record); }
  const Record *holder = &record;
  while (holder != nullptr && holder->tokens[VELIBCORR_FEED_CITY].empty()) { holder = holder->around; }
  if (holder != nullptr) { record.tokens[VELIBCORR_FEED_CITY] = holder->tokens[VELIBCORR_FEED_CITY]; }
  if (is_station || holder != nullptr) { add_station(record); }
  record.holds_records = is_row || is_station;
}

void velibcorr_feed::add_row(const Record &record) {
  const std::string_view time = this->time(record);
  if (feed_text::is_no_time(time) && !record.found[VELIBCORR_FEED_HOUR]) {
    times.timeless.push_back(record.tokens[VELIBCORR_FEED_STATION]);
  }
  ++reading.records;
  reading.no_free_docks += !record.found[VELIBCORR_FEED_FREE_DOCKS];
  reading.no_bikes += !record.found[VELIBCORR_FEED_BIKES];
  reading.hours += record.found[VELIBCORR_FEED_HOUR];
  if (!knows_all_keys) { keep_keys(record); }
  for (unsigned field = 0; field < VELIBCORR_FEED_TIME; ++field) {
    feed_text::append_field(record.tokens[field], rows, scratch);
    rows.push_back(',');
  }
  if (!record.clock.empty() && feed_text::is_date(time)) {
    feed_text::append_date(time, record.clock, rows, scratch);
  } else {
    feed_text::append_time(time, rows, scratch);
  }
  if (has_hours) {
    rows.push_back(',');
    feed_text::append_field(record.tokens[VELIBCORR_FEED_HOUR], rows, scratch);
  }
  rows.push_back('\n');
}

void velibcorr_feed::add_station(const Record &record) {
  const std::string_view station = record.tokens[VELIBCORR_FEED_STATION];
  const auto is_empty = [&](unsigned field) { return record.tokens[field].empty(); };
  if (is_empty(VELIBCORR_FEED_NAME) && (is_empty(VELIBCORR_FEED_LATITUDE) || is_empty(VELIBCORR_FEED_LONGITUDE)) &&
      is_empty(VELIBCORR_FEED_CITY)) {
    return;
  }
  if (station.empty()) { return; }
  scratch.assign(record.tokens[VELIBCORR_FEED_CITY]).append(station);
  if (!known_stations.insert(scratch).second) { return; }
  feed_text::append_field(station, stations, scratch);
  for (unsigned field = VELIBCORR_FEED_NAME; field <= VELIBCORR_FEED_CITY; ++field) {
    stations.push_back(',');
    feed_text::append_field(record.tokens[field], stations, scratch);
  }
  stations.push_back('\n');
}

velibcorr_feed *velibcorr_feed_new(void) {
  return new (std::nothrow) velibcorr_feed;
}

void velibcorr_feed_free(velibcorr_feed *feed) { delete feed; }

void velibcorr_feed_add_key(
    velibcorr_feed *feed, const char *name, size_t length, velibcorr_feed_role role, unsigned rank) {
  feed->meanings.emplace(
      feed_text::normalised(std::string(name, length)), Meaning{role, static_cast<unsigned char>(rank)});
}

velibcorr_feed_reading velibcorr_feed_read(velibcorr_feed *feed, uint8_t *bytes, size_t length, size_t capacity) {
  auto &reading = feed->reading;
  reading = {};
  const std::size_t rows = feed->rows.size();
  const auto timeless = feed->timeless;
  std::size_t begun = 0;
  const auto read = [&](ondemand::document_reference document) { return feed->read(document); };
  error_code error = feed_reading::each_whole_document(feed->parser, bytes, length, capacity, begun, read);
  reading.consumed = length;
  if (error) {
    // Where it goes wrong, or what is left of it, is found without a sentinel.
    reading = {};
    feed->rows.resize(rows);
    feed->timeless = timeless;
    error = each_document(feed->parser, bytes, length, capacity, reading.consumed, begun, read);
  }
  reading.rows = feed->rows.data();
  reading.rows_length = feed->rows.size();
  reading.stations = feed->stations.data();
  reading.stations_length = feed->stations.size();
  feed->timeless_text.clear();
  for (const auto &[station, count] : feed->timeless) {
    feed_text::append_field(station, feed->timeless_text, feed->scratch);
    feed->timeless_text += "," + std::to_string(count) + "\n";
  }
  reading.timeless = feed->timeless_text.data();
  reading.timeless_length = feed->timeless_text.size();
  if (error) {
    reading.error = simdjson::error_message(error);
    reading.error_document = begun;
    reading.error_place = begun;
  }
  return reading;
}
