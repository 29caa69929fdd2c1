// Answers of bike-share APIs: whatever comes, the same rows in one piece and in two.
#include <CIngestion.h>
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Feed {
  velibcorr_feed *feed = velibcorr_feed_new();

  explicit Feed(bool has_hours) {
    const std::pair<const char *, velibcorr_feed_role> keys[] = {
        {"station_id", VELIBCORR_FEED_STATION}, {"id", VELIBCORR_FEED_STATION},
        {"num_docks_available", VELIBCORR_FEED_FREE_DOCKS}, {"num_bikes_available", VELIBCORR_FEED_BIKES},
        {"last_reported", VELIBCORR_FEED_TIME}, {"timestamp", VELIBCORR_FEED_TIME},
        {"hour", VELIBCORR_FEED_HOUR}, {"name", VELIBCORR_FEED_NAME}, {"lat", VELIBCORR_FEED_LATITUDE},
        {"lon", VELIBCORR_FEED_LONGITUDE}, {"extra", VELIBCORR_FEED_PART},
        {"coordinates", VELIBCORR_FEED_LONGITUDE_LATITUDE}, {"empty", VELIBCORR_FEED_MAYBE_FREE_DOCKS},
        {"contract_name", VELIBCORR_FEED_CITY}, {"vehicle_types", VELIBCORR_FEED_PASSED_OVER}};
    unsigned rank = 0;
    for (const auto &[name, role] : keys) velibcorr_feed_add_key(feed, name, strlen(name), role, rank++);
    velibcorr_feed_set_hours(feed, has_hours);
  }
  ~Feed() { velibcorr_feed_free(feed); }

  velibcorr_feed_reading read(const uint8_t *bytes, size_t length, size_t capacity) {
    std::vector<uint8_t> padded(length + 64);
    if (length) memcpy(padded.data(), bytes, length);
    return velibcorr_feed_read(feed, padded.data(), length, capacity);
  }
};

std::string text(const velibcorr_feed_reading &reading) {
  return std::string(reading.rows, reading.rows_length) + "\n-\n" +
         std::string(reading.stations, reading.stations_length);
}

// What is skipped is not looked into: of documents that are none, pieces may tell something else.
bool is_json(const uint8_t *bytes, size_t length) {
  simdjson::dom::parser parser;
  simdjson::padded_string padded(reinterpret_cast<const char *>(bytes), length);
  simdjson::dom::document_stream documents;
  if (parser.parse_many(padded, length + 32).get(documents)) return false;
  for (auto document : documents)
    if (document.error()) return false;
  return documents.truncated_bytes() == 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 3) return 0;
  const bool has_hours = data[0] & 1;
  const size_t length = size - 3, cut = (data[1] | data[2] << 8) % (length + 1);
  const uint8_t *bytes = data + 3;
  if (velibcorr_feed_cut(bytes, length) > length) abort();
  Feed whole(has_hours);
  const velibcorr_feed_reading all = whole.read(bytes, length, length);
  if (all.consumed > length) abort();
  Feed pieces(has_hours);
  const velibcorr_feed_reading first = pieces.read(bytes, cut, length);
  if (first.consumed > cut) abort();
  // What goes wrong in a piece may be a document that is cut.
  if (all.error || first.error || !is_json(bytes, length)) return 0;
  const velibcorr_feed_reading second = pieces.read(bytes + first.consumed, length - first.consumed, length);
  if (second.error || text(second) != text(all) || first.consumed + second.consumed != all.consumed) {
    fprintf(stderr, "%s\n%s\n%zu + %zu, %zu\n", second.error ? second.error : text(second).c_str(),
            text(all).c_str(), first.consumed, second.consumed, all.consumed);
    abort();
  }
  size_t size_of_keys;
  Feed keys(has_hours);
  velibcorr_feed_keys(keys.feed, bytes, 0, length, 10, &size_of_keys);
  return 0;
}
