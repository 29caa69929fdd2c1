#pragma once
#include <stdint.h>

// The numbers of sixteen plain rows at once. In C because Swift has neither run-time CPU dispatch nor
// gathers; its plain Swift twin is RowTallier.readFast, and a test holds the two against each other.

/// How many rows are decoded at once.
#define VELIBCORR_ROWS 16

/// Fields of a row and the places of those that are decoded.
typedef struct {
  uint32_t fields, station, free_docks, bikes;
  /// A column of hours, or of any counts below 24; UINT32_MAX for none.
  uint32_t hour;
} velibcorr_row_columns;

/// Room for what is decoded, an entry a row.
typedef struct {
  /// The identifier's bytes, first byte lowest, and their number (1 to 7) in the highest byte.
  uint64_t *stations;
  /// free docks * 128 + bikes, both below 128.
  uint32_t *counts;
  /// Left as it is without a column of hours.
  uint32_t *hours;
} velibcorr_rows;

/// Decodes the sixteen rows whose structurals start at `structurals` (`structurals[-1]` is the byte
/// before the first row) and whose line ends have the ordinals `line_ends`, counted from `first`.
/// Returns how many of them, from the first on, are plain; what is in `rows` after those means nothing.
///
/// All of `structurals[-1 ... VELIBCORR_ROWS * fields - 1]` and `line_ends[0 ... VELIBCORR_ROWS - 1]` are read, and are
/// offsets into the text and ordinals that were found: sixteen lines that are blank or short have fewer structurals than
/// that, so that the caller must count the structurals as well as the lines.
///
/// A plain row has `fields` fields and no quotes, one to four digits in each count, counts below 128,
/// an hour below 24, and an identifier of one to seven bytes that neither starts nor ends with a blank.
/// Four bytes before a count and eight from an identifier's start on are read.
typedef unsigned (*velibcorr_row_decoder)(
    const uint8_t *bytes, const uint32_t *structurals, const uint32_t *line_ends, uint32_t first,
    const velibcorr_row_columns *columns, velibcorr_rows rows);

/// The decoder for this CPU; NULL where it has none that is worth it.
velibcorr_row_decoder velibcorr_row_decoder_here(void);

/// The named one ("avx512" or "plain"), for tests; NULL where the CPU lacks it.
velibcorr_row_decoder velibcorr_row_decoder_by(const char *kernel);
