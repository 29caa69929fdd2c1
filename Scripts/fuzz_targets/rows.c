// The decoder of sixteen rows against its plain twin, in memory of exact size.
#include <CIngestion.h>
#include <stdlib.h>
#include <string.h>

// Bytes before a count, and from an identifier's start on, that a decoder may read.
enum { MARGIN = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2) return 0;
  const velibcorr_row_decoder plain = velibcorr_row_decoder_by("plain"), fast = velibcorr_row_decoder_here();
  if (!fast) return 0;
  const uint32_t fields = 3 + data[0] % 5;
  const velibcorr_row_columns columns = {
      fields, data[1] % fields, (data[1] >> 2) % fields, (data[1] >> 4) % fields,
      data[0] & 64 ? (data[1] >> 6) % fields : UINT32_MAX};
  const size_t length = size - 2;
  uint8_t *memory = malloc(length + 2 * MARGIN), *text = memory + MARGIN;
  memset(memory, '7', length + 2 * MARGIN);
  memcpy(text, data + 2, length);
  uint32_t *found = malloc((length + 65) * 4), *ends = malloc((length + 64) * 4);
  const velibcorr_structure structure = velibcorr_find_structure(text, length, ';', 0, found + 1, ends);
  found[0] = UINT32_MAX;
  if (structure.lines >= VELIBCORR_ROWS && structure.structurals >= VELIBCORR_ROWS * fields) {
    // Nothing behind what may be read.
    uint32_t *structurals = malloc((VELIBCORR_ROWS * fields + 1) * 4), *lines = malloc(VELIBCORR_ROWS * 4);
    memcpy(structurals, found, (VELIBCORR_ROWS * fields + 1) * 4);
    memcpy(lines, ends, VELIBCORR_ROWS * 4);
    uint64_t stations[2][VELIBCORR_ROWS] = {0};
    uint32_t counts[2][VELIBCORR_ROWS] = {0}, hours[2][VELIBCORR_ROWS] = {0};
    unsigned rows[2];
    for (int k = 0; k < 2; k++) {
      const velibcorr_rows into = {stations[k], counts[k], hours[k]};
      rows[k] = (k ? fast : plain)(text, structurals + 1, lines, 0, &columns, into);
    }
    if (rows[0] != rows[1] || memcmp(stations[0], stations[1], 8 * rows[0]) ||
        memcmp(counts[0], counts[1], 4 * rows[0]) || memcmp(hours[0], hours[1], 4 * rows[0]))
      abort();
    free(structurals);
    free(lines);
  }
  free(found);
  free(ends);
  free(memory);
  return 0;
}
