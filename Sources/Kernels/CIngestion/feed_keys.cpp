#include "feed_reading.h"
#include "feed_text.h"

using feed_reading::deepest;
using feed_reading::each_document;
using simdjson::error_code;
using simdjson::SUCCESS;
namespace ondemand = simdjson::ondemand;

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

void velibcorr_feed::keep_keys(const feed_reading::Record &record) {
  knows_all_keys = true;
  for (unsigned field = 0; field < VELIBCORR_FEED_ROW_FIELDS; ++field) {
    const bool is_outer = field == VELIBCORR_FEED_TIME && takes_outer_time(record);
    const feed_reading::Record *holder = is_outer ? record.around : &record;
    while (holder != nullptr && holder->keys[field] == nullptr && field == VELIBCORR_FEED_TIME) {
      holder = holder->around;
    }
    const char *key = holder != nullptr ? holder->keys[field] : is_outer ? late_key : nullptr;
    if (row_keys[field].empty() && key != nullptr) {
      const char *end = key;
      while (*end != '"') { end += *end == '\\' ? 2 : 1; }
      feed_text::append_plain(std::string_view(key, end - key), row_keys[field]);
    }
    knows_all_keys = knows_all_keys && (field == VELIBCORR_FEED_HOUR || !row_keys[field].empty());
  }
}

const char *velibcorr_feed_keys(
    velibcorr_feed *feed, const uint8_t *bytes, size_t length, size_t capacity, size_t limit, size_t *text_length) {
  KeyList list{{}, limit};
  bool is_first = true;
  std::size_t consumed = 0, begun = 0;
  each_document(feed->parser, bytes, length, capacity, consumed, begun, [&](ondemand::document_reference document) {
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

void velibcorr_feed_set_hours(velibcorr_feed *feed, bool has_hours) {
  feed->has_hours = has_hours;
  feed->known_stations.clear();
}

void velibcorr_feed_clear(velibcorr_feed *feed) {
  feed->rows.clear();
  feed->stations.clear();
  feed->timeless.clear();
}

const char *velibcorr_feed_key(const velibcorr_feed *feed, velibcorr_feed_role role) {
  const auto &key = feed->row_keys[role];
  return key.empty() ? nullptr : key.c_str();
}

size_t velibcorr_feed_walk(velibcorr_feed *feed, const uint8_t *bytes, size_t length, size_t capacity) {
  std::size_t values = 0, consumed = 0, begun = 0;
  each_document(feed->parser, bytes, length, capacity, consumed, begun, [&](ondemand::document_reference document) {
    ondemand::value value;
    if (auto error = document.get_value().get(value)) { return error; }
    return count(value, values);
  });
  return values;
}
