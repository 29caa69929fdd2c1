#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Answers of bike-share APIs (JSON), turned into rows of delimited text. In C++ because simdjson is: its On-Demand
// interface walks a document once, and gives each value as it was written.

/// The meaning of a key. The values of the first are fields of a row or of a station; the others say how to go on.
typedef enum {
  VELIBCORR_FEED_STATION,
  VELIBCORR_FEED_FREE_DOCKS,
  VELIBCORR_FEED_BIKES,
  VELIBCORR_FEED_TIME,
  VELIBCORR_FEED_HOUR,
  VELIBCORR_FEED_NAME,
  VELIBCORR_FEED_LATITUDE,
  VELIBCORR_FEED_LONGITUDE,
  /// The city, of whose stations only the numbers differ.
  VELIBCORR_FEED_CITY,
  /// Two numbers, longitude first (GeoJSON) or latitude first.
  VELIBCORR_FEED_LONGITUDE_LATITUDE,
  VELIBCORR_FEED_LATITUDE_LONGITUDE,
  /// An object whose fields belong to the record around it.
  VELIBCORR_FEED_PART,
  /// An object or array without anything of use.
  VELIBCORR_FEED_PASSED_OVER,
  /// A number of free docks where there are bikes beside it and no other key for them.
  VELIBCORR_FEED_MAYBE_FREE_DOCKS,
  VELIBCORR_FEED_OTHER,
} velibcorr_feed_role;

/// Fields of a row, the hour of the day among them; and those of a station with them.
enum { VELIBCORR_FEED_ROW_FIELDS = 5, VELIBCORR_FEED_FIELDS = 9 };

/// The rows, stations and counts that a reading of some bytes has made. Texts are the feed's, until it is cleared.
typedef struct {
  /// Bytes of whole documents and the blanks before and between them; what follows has to come again, with more.
  size_t consumed;
  /// station, free docks, bikes, time and perhaps hour: RFC 4180, commas, line feeds, no header. All since the feed was
  /// cleared.
  const char *rows;
  size_t rows_length;
  /// station, name, latitude, longitude, city in the same form: each station once in each city. All since the feed was
  /// cleared.
  const char *stations;
  size_t stations_length;
  /// station, number of its records that have no time, their document's neither. All since the feed was cleared.
  const char *timeless;
  size_t timeless_length;
  size_t documents;
  /// Rows; those whose time is that of what is around them; those without a key for any time. Where all times of a
  /// document's records are null or 0, the document's time counts.
  size_t records;
  size_t outer_times;
  size_t no_times;
  /// Rows without a key for them.
  size_t no_free_docks;
  size_t no_bikes;
  /// Rows with a key for the hour of the day.
  size_t hours;
  /// Documents with neither a record nor a station, though there is something in them.
  size_t strangers;
  /// Why a document is none; NULL when all is well. Where it begins, and where it goes wrong.
  const char *error;
  size_t error_document;
  size_t error_place;
} velibcorr_feed_reading;

typedef struct velibcorr_feed velibcorr_feed;

/// NULL without memory.
velibcorr_feed *velibcorr_feed_new(void);
void velibcorr_feed_free(velibcorr_feed *feed);

/// Adds a key. It is compared without case, blanks, `_`, `-` and `.`; of two keys in a record, that of the lower rank
/// counts. What is added first stays. Ranks are below 255.
void velibcorr_feed_add_key(
    velibcorr_feed *feed, const char *name, size_t length, velibcorr_feed_role role, unsigned rank);

/// Do rows have a fifth field, the hour of the day? What was read is to be read again: no station is known any more.
void velibcorr_feed_set_hours(velibcorr_feed *feed, bool has_hours);

/// Forgets rows and stations that were made, not which stations are known.
void velibcorr_feed_clear(velibcorr_feed *feed);

/// The key of a field of a row, as the first record has it that has one; NULL without any.
const char *velibcorr_feed_key(const velibcorr_feed *feed, velibcorr_feed_role role);

/// Where the last document begins that surely begins among these bytes, which begin with a document; 0 without any.
///
/// Sure is `}` or `]`, blanks, `[` or none, `{`, a quote and the first letter of a key: within a string that quote
/// would end it, and no letter may follow; outside of strings a comma would stand before the brace.
size_t velibcorr_feed_cut(const uint8_t *bytes, size_t length);

/// Reads the whole documents among `length` bytes, one after the other, with any blanks between them. 64 bytes after
/// them can be read and, meanwhile, written. At most `capacity` bytes ever come at once; memory is a small multiple of
/// it.
velibcorr_feed_reading velibcorr_feed_read(velibcorr_feed *feed, uint8_t *bytes, size_t length, size_t capacity);

/// The paths of the keys of the first document among these bytes, by line feeds, for instance `data.stations[].id`; at
/// most `limit`. The text is the feed's.
const char *velibcorr_feed_keys(
    velibcorr_feed *feed, const uint8_t *bytes, size_t length, size_t capacity, size_t limit, size_t *text_length);

/// Walks over every value of all documents and makes nothing of them: the floor of what a reading takes. Returns the
/// number of values.
size_t velibcorr_feed_walk(velibcorr_feed *feed, const uint8_t *bytes, size_t length, size_t capacity);

#ifdef __cplusplus
}
#endif
