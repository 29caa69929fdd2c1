#include "rows.h"

#include <CPUDispatch.h>

#if defined(VELIBCORR_X86)
#include <immintrin.h>

#define INLINE_AVX512 FOR_AVX512 __attribute__((always_inline)) static inline

// The bounds of one field in each of sixteen rows; `ordinals` are those of the rows' first structurals.
typedef struct {
  __m512i start, end;
} bounds;

// `left` are those of column `left_column`: what it shares with its neighbour is not gathered again.
INLINE_AVX512 bounds field(
    const uint32_t *structurals, __m512i ordinals, uint32_t column, bounds left, uint32_t left_column) {
  const __m512i ordinal = _mm512_add_epi32(ordinals, _mm512_set1_epi32((int)column));
  const __m512i before = column == left_column + 1 && left_column != UINT32_MAX
                             ? left.end
                             : _mm512_i32gather_epi32(ordinal, structurals - 1, 4);
  const bounds found = {
      _mm512_add_epi32(before, _mm512_set1_epi32(1)), _mm512_i32gather_epi32(ordinal, structurals, 4)};
  return found;
}

// One to four digits; `valid` loses the rows that have something else.
INLINE_AVX512 __m512i count(const uint8_t *bytes, bounds field, __mmask16 *valid) {
  const __m512i ascii = _mm512_i32gather_epi32(field.end, bytes - 4, 1);
  __m512i length = _mm512_sub_epi32(field.end, field.start);
  // The last field may end with the carriage return of its line.
  const __mmask16 carriage =
      _mm512_cmpeq_epi32_mask(_mm512_srli_epi32(ascii, 24), _mm512_set1_epi32('\r'));
  length = _mm512_mask_sub_epi32(length, carriage, length, _mm512_set1_epi32(1));
  const __m512i text = _mm512_mask_slli_epi32(ascii, carriage, ascii, 8);
  *valid &= _mm512_cmplt_epu32_mask(_mm512_sub_epi32(length, _mm512_set1_epi32(1)), _mm512_set1_epi32(4));
  // Four digits end in front of a carriage return: one of them was not loaded.
  *valid &= ~(carriage & _mm512_cmpeq_epi32_mask(length, _mm512_set1_epi32(4)));

  const __m512i unused = _mm512_sub_epi32(_mm512_set1_epi32(32), _mm512_slli_epi32(length, 3));
  const __m512i digits = _mm512_and_si512(
      _mm512_xor_si512(text, _mm512_set1_epi32(0x30303030)),
      _mm512_sllv_epi32(_mm512_set1_epi32(-1), unused));
  const __mmask64 odd = _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9));
  *valid &= _mm512_cmpeq_epi32_mask(_mm512_maskz_mov_epi8(odd, digits), _mm512_setzero_si512());
  const __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
  return _mm512_madd_epi16(pairs, _mm512_set1_epi32(1 << 16 | 100));
}

// Eight identifiers: their bytes and, in the highest, their number.
INLINE_AVX512 __m512i identifiers(const uint8_t *bytes, __m256i start, __m256i length, __mmask8 *valid) {
  const __m512i text = _mm512_i32gather_epi64(start, bytes, 1);
  const __m512i count = _mm512_cvtepu32_epi64(length);
  const __m512i bits = _mm512_slli_epi64(count, 3);
  const __m512i key = _mm512_andnot_si512(_mm512_sllv_epi64(_mm512_set1_epi64(-1), bits), text);
  const __m512i last = _mm512_srlv_epi64(key, _mm512_sub_epi64(bits, _mm512_set1_epi64(8)));
  const __m512i first = _mm512_and_si512(key, _mm512_set1_epi64(0xFF));
  *valid = _mm512_cmplt_epu64_mask(_mm512_sub_epi64(count, _mm512_set1_epi64(1)), _mm512_set1_epi64(7)) &
           _mm512_cmpgt_epu64_mask(first, _mm512_set1_epi64(' ')) &
           _mm512_cmpgt_epu64_mask(last, _mm512_set1_epi64(' '));
  return _mm512_or_si512(key, _mm512_slli_epi64(count, 56));
}

FOR_AVX512 static unsigned decode_avx512(
    const uint8_t *bytes, const uint32_t *structurals, const uint32_t *line_ends, uint32_t first,
    const velibcorr_row_columns *columns, velibcorr_rows rows) {
  const __m512i numbers = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i ordinals = _mm512_mullo_epi32(numbers, _mm512_set1_epi32((int)columns->fields));
  const __m512i ends = _mm512_add_epi32(ordinals, _mm512_set1_epi32((int)(first + columns->fields - 1)));
  __mmask16 valid = _mm512_cmpeq_epi32_mask(ends, _mm512_loadu_si512(line_ends));

  const bounds none = {_mm512_setzero_si512(), _mm512_setzero_si512()};
  const bounds free_field = field(structurals, ordinals, columns->free_docks, none, UINT32_MAX);
  const bounds bikes_field =
      field(structurals, ordinals, columns->bikes, free_field, columns->free_docks);
  const bounds station = field(structurals, ordinals, columns->station, bikes_field, columns->bikes);
  const __m512i free_docks = count(bytes, free_field, &valid);
  const __m512i bikes = count(bytes, bikes_field, &valid);
  valid &= _mm512_cmplt_epu32_mask(_mm512_or_si512(free_docks, bikes), _mm512_set1_epi32(128));
  _mm512_storeu_si512(rows.counts, _mm512_add_epi32(_mm512_slli_epi32(free_docks, 7), bikes));

  if (columns->hour != UINT32_MAX) {
    const bounds hour_field = field(structurals, ordinals, columns->hour, station, columns->station);
    const __m512i hour = count(bytes, hour_field, &valid);
    valid &= _mm512_cmplt_epu32_mask(hour, _mm512_set1_epi32(24));
    _mm512_storeu_si512(rows.hours, hour);
  }

  const __m512i length = _mm512_sub_epi32(station.end, station.start);
  __mmask8 low, high;
  const __m512i lower = identifiers(
      bytes, _mm512_castsi512_si256(station.start), _mm512_castsi512_si256(length), &low);
  const __m512i upper = identifiers(
      bytes, _mm512_extracti32x8_epi32(station.start, 1), _mm512_extracti32x8_epi32(length, 1), &high);
  _mm512_storeu_si512(rows.stations, lower);
  _mm512_storeu_si512(rows.stations + 8, upper);
  valid &= (__mmask16)((unsigned)high << 8 | low);
  return (unsigned)__builtin_ctz(~(unsigned)valid);
}

#endif

static unsigned count_plain(const uint8_t *bytes, uint32_t start, uint32_t end, uint32_t *value) {
  if (end > start && bytes[end - 1] == '\r') {
    // As the vectors do it: four digits in front of a return are not all loaded.
    if (end - start == 5) return 0;
    end--;
  }
  if (end - start < 1 || end - start > 4) return 0;
  *value = 0;
  for (uint32_t i = start; i < end; i++) {
    if (bytes[i] < '0' || bytes[i] > '9') return 0;
    *value = 10 * *value + bytes[i] - '0';
  }
  return 1;
}

// Row by row: for tests on every CPU. No faster than the loop that takes the rows one at a time.
static unsigned decode_plain(
    const uint8_t *bytes, const uint32_t *structurals, const uint32_t *line_ends, uint32_t first,
    const velibcorr_row_columns *columns, velibcorr_rows rows) {
  for (uint32_t row = 0; row < VELIBCORR_ROWS; row++) {
    const uint32_t *bounds = structurals + (size_t)row * columns->fields;
    if (line_ends[row] != first + (row + 1) * columns->fields - 1) return row;
#define START(column) ((bounds - 1)[column] + 1)
    uint32_t free_docks, bikes, hour = 0;
    if (!count_plain(bytes, START(columns->free_docks), bounds[columns->free_docks], &free_docks)) return row;
    if (!count_plain(bytes, START(columns->bikes), bounds[columns->bikes], &bikes)) return row;
    if (free_docks > 127 || bikes > 127) return row;
    if (columns->hour != UINT32_MAX) {
      if (!count_plain(bytes, START(columns->hour), bounds[columns->hour], &hour) || hour > 23) return row;
      rows.hours[row] = hour;
    }
    const uint32_t start = START(columns->station), length = bounds[columns->station] - start;
#undef START
    if (length < 1 || length > 7 || bytes[start] <= ' ' || bytes[start + length - 1] <= ' ') return row;
    rows.stations[row] = (uint64_t)length << 56;
    for (uint32_t i = 0; i < length; i++) rows.stations[row] |= (uint64_t)bytes[start + i] << (8 * i);
    rows.counts[row] = free_docks * 128 + bikes;
  }
  return VELIBCORR_ROWS;
}

static const velibcorr_variant decoders[] = {
#if defined(VELIBCORR_X86)
    VARIANT("avx512", VELIBCORR_AVX512, decode_avx512),
#endif
    VARIANT("plain", VELIBCORR_ANY, decode_plain)};

velibcorr_row_decoder velibcorr_row_decoder_by(const char *kernel) {
  const velibcorr_variant *decoder = CHOOSE(kernel, decoders);
  return decoder ? (velibcorr_row_decoder)decoder->function : NULL;
}

velibcorr_row_decoder velibcorr_row_decoder_here(void) { return velibcorr_row_decoder_by("avx512"); }
