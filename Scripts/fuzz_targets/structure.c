// Every kernel of the scanner against the plain one, in memory of exact size, and its counts against libcsv.
#include <CIngestion.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  size_t fields, rows;
} counts;

static void count_field(void *text, size_t length, void *into) { ((counts *)into)->fields++; }
static void count_row(int end, void *into) { ((counts *)into)->rows++; }

// What stands in lines that are not blank: libcsv makes no rows of those that are.
static counts counted(const uint8_t *text, size_t length, const uint32_t *structurals, velibcorr_structure found) {
  counts all = {0, 0};
  size_t start = 0, delimiters = 0;
  for (size_t i = 0; i <= found.structurals; i++) {
    const size_t end = i < found.structurals ? structurals[i] : length;
    const int ends_row = i == found.structurals || text[end] == '\n';
    if (!ends_row) {
      delimiters++;
      continue;
    }
    int is_blank = delimiters == 0;
    for (size_t k = start; k < end && is_blank; k++)
      is_blank = text[k] == ' ' || text[k] == '\t' || text[k] == '\r';
    if (!is_blank) all.fields += delimiters + 1, all.rows++;
    start = end + 1;
    delimiters = 0;
  }
  return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1) return 0;
  const uint8_t delimiter = ",;\t|"[data[0] & 3];
  const int quoted = data[0] >> 2 & 1;
  const size_t length = size - 1;
  uint8_t *text = malloc(length ? length : 1);
  if (length) memcpy(text, data + 1, length);
  uint32_t *structurals[2], *ends[2];
  for (int k = 0; k < 2; k++) structurals[k] = malloc((length + 64) * 4), ends[k] = malloc((length + 64) * 4);
  velibcorr_structure plain, other;
  velibcorr_find_structure_by("plain", text, length, delimiter, quoted, structurals[0], ends[0], &plain);
  const char *kernels[] = {"sse2", "avx2", "avx512"};
  for (int k = 0; k < 3; k++) {
    if (!velibcorr_find_structure_by(
            kernels[k], text, length, delimiter, quoted, structurals[1], ends[1], &other))
      continue;
    if (other.structurals != plain.structurals || other.lines != plain.lines ||
        !other.has_quote != !plain.has_quote || !other.has_stray_return != !plain.has_stray_return ||
        (quoted && !other.has_odd_quote != !plain.has_odd_quote) ||
        memcmp(structurals[0], structurals[1], plain.structurals * 4) || memcmp(ends[0], ends[1], plain.lines * 4))
      abort();
  }
  if (quoted && !plain.has_odd_quote && !plain.has_stray_return) {
    struct csv_parser parser;
    counts expected = {0, 0};
    csv_init(&parser, 0);
    csv_set_delim(&parser, delimiter);
    csv_parse(&parser, text, length, count_field, count_row, &expected);
    csv_fini(&parser, count_field, count_row, &expected);
    csv_free(&parser);
    const counts ours = counted(text, length, structurals[0], plain);
    if (ours.fields != expected.fields || ours.rows != expected.rows) abort();
  }
  for (int k = 0; k < 2; k++) free(structurals[k]), free(ends[k]);
  free(text);
  return 0;
}
