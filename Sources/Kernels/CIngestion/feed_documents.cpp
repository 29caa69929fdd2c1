#include "feed_reading.h"
#include "feed_text.h"

using feed_reading::Record;
using simdjson::error_code;
using simdjson::SUCCESS;
namespace ondemand = simdjson::ondemand;

/// The time of a record: its own, or that of what is around it.
std::string_view velibcorr_feed::time(const Record &record) {
  const std::string_view own = record.tokens[VELIBCORR_FEED_TIME];
  const bool is_found = record.found[VELIBCORR_FEED_TIME];
  if (!feed_text::is_no_time(own)) {
    ++times.own;
    return own;
  }
  const Record *around = record.around;
  while (around != nullptr && feed_text::is_no_time(around->tokens[VELIBCORR_FEED_TIME])) { around = around->around; }
  times.blank += is_found;
  times.are_around |= is_found && around != nullptr;
  if (!takes_outer_time(record)) { return own; }
  const std::string_view outer = around == nullptr ? late_time : around->tokens[VELIBCORR_FEED_TIME];
  reading.outer_times += !record.found[VELIBCORR_FEED_HOUR] && !(is_found && outer.empty());
  times.are_lacking |= outer.empty();
  reading.no_times += !is_found && outer.empty();
  return outer.empty() ? own : outer;
}

/// The document's time may stand after its records; and whether all their own are null or 0 is known at the end.
bool velibcorr_feed::must_walk_again(const Record &root) {
  const std::string_view time = root.tokens[VELIBCORR_FEED_TIME];
  const bool has_time = !feed_text::is_no_time(time);
  const bool must_pass = times.own == 0 && (times.are_around || has_time);
  const bool changes = times.blank > 0 && must_pass != passes_blanks;
  if (changes) { passes_blanks = must_pass; }
  if (!changes && !(times.are_lacking && has_time)) { return false; }
  if (has_time) {
    late_time = time;
    late_key = root.keys[VELIBCORR_FEED_TIME];
  }
  return true;
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

error_code velibcorr_feed::read(ondemand::document_reference document) {
  const auto before = reading;
  const std::size_t rows_before = rows.size();
  const bool knew_key = !row_keys[VELIBCORR_FEED_TIME].empty();
  late_time = {};
  late_key = nullptr;
  times = {};
  Record root(nullptr);
  if (auto error = read(document, root)) { return error; }
  if (must_walk_again(root)) {
    reading = before;
    rows.resize(rows_before);
    if (!knew_key) {
      row_keys[VELIBCORR_FEED_TIME].clear();
      knows_all_keys = false;
    }
    times = {};
    document.rewind();
    Record again(nullptr);
    if (auto error = read(document, again)) { return error; }
  }
  for (const auto station : times.timeless) { ++timeless[std::string(station)]; }
  ++reading.documents;
  if (reading.records == before.records && !root.holds_records) { ++reading.strangers; }
  return SUCCESS;
}
