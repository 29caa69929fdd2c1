#pragma once

// What is used of cairo, as its manual and its ABI have it, so that building needs no header of it: where it is not installed,
// only pictures are refused. Kernels/CSharedLibraries holds this against cairo's own, where that is there.
#ifndef CAIRO_H
typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct _cairo_pattern cairo_pattern_t;
typedef struct _cairo_scaled_font cairo_scaled_font_t;

// In C an enumeration is the whole number that has room for it.
typedef unsigned cairo_status_t, cairo_line_join_t, cairo_filter_t, cairo_font_slant_t, cairo_font_weight_t,
    cairo_pdf_metadata_t, cairo_text_cluster_flags_t;
typedef int cairo_format_t;
static const cairo_status_t CAIRO_STATUS_SUCCESS = 0;
static const cairo_format_t CAIRO_FORMAT_RGB24 = 1;
static const cairo_pdf_metadata_t CAIRO_PDF_METADATA_CREATE_DATE = 5;
static const cairo_line_join_t CAIRO_LINE_JOIN_ROUND = 1;
static const cairo_filter_t CAIRO_FILTER_NEAREST = 3;
static const cairo_font_slant_t CAIRO_FONT_SLANT_NORMAL = 0;
static const cairo_font_weight_t CAIRO_FONT_WEIGHT_NORMAL = 0, CAIRO_FONT_WEIGHT_BOLD = 1;

typedef cairo_status_t (*cairo_write_func_t)(void *target, const unsigned char *data, unsigned length);
typedef struct {
  unsigned long index;
  double x, y;
} cairo_glyph_t;
typedef struct _cairo_text_cluster cairo_text_cluster_t;
typedef struct {
  double x_bearing, y_bearing, width, height, x_advance, y_advance;
} cairo_text_extents_t;
#endif

cairo_surface_t *cairo_image_surface_create(cairo_format_t, int width, int height);
unsigned char *cairo_image_surface_get_data(cairo_surface_t *);
int cairo_image_surface_get_stride(cairo_surface_t *);
cairo_surface_t *cairo_pdf_surface_create_for_stream(cairo_write_func_t, void *target, double width, double height);
void cairo_pdf_surface_set_metadata(cairo_surface_t *, cairo_pdf_metadata_t, const char *words);
void cairo_surface_destroy(cairo_surface_t *);
void cairo_surface_finish(cairo_surface_t *);
void cairo_surface_flush(cairo_surface_t *);
void cairo_surface_mark_dirty(cairo_surface_t *);
cairo_status_t cairo_surface_status(cairo_surface_t *);
cairo_status_t cairo_surface_write_to_png_stream(cairo_surface_t *, cairo_write_func_t, void *target);

cairo_t *cairo_create(cairo_surface_t *);
void cairo_destroy(cairo_t *);
cairo_status_t cairo_status(cairo_t *);
const char *cairo_status_to_string(cairo_status_t);
void cairo_scale(cairo_t *, double x, double y);
void cairo_set_source_rgb(cairo_t *, double red, double green, double blue);
void cairo_set_source_surface(cairo_t *, cairo_surface_t *, double x, double y);
cairo_pattern_t *cairo_get_source(cairo_t *);
void cairo_pattern_set_filter(cairo_pattern_t *, cairo_filter_t);
void cairo_set_line_width(cairo_t *, double);
void cairo_set_line_join(cairo_t *, cairo_line_join_t);
void cairo_set_dash(cairo_t *, const double *dashes, int count, double offset);
void cairo_rectangle(cairo_t *, double x, double y, double width, double height);
void cairo_move_to(cairo_t *, double x, double y);
void cairo_line_to(cairo_t *, double x, double y);
void cairo_stroke(cairo_t *);
void cairo_fill(cairo_t *);
void cairo_paint(cairo_t *);

void cairo_select_font_face(cairo_t *, const char *family, cairo_font_slant_t, cairo_font_weight_t);
void cairo_set_font_size(cairo_t *, double);
void cairo_show_text(cairo_t *, const char *text);
void cairo_text_extents(cairo_t *, const char *text, cairo_text_extents_t *);
cairo_scaled_font_t *cairo_get_scaled_font(cairo_t *);
cairo_status_t cairo_scaled_font_text_to_glyphs(
    cairo_scaled_font_t *, double x, double y, const char *text, int length, cairo_glyph_t **, int *count,
    cairo_text_cluster_t **, int *clusters, cairo_text_cluster_flags_t *);
void cairo_glyph_free(cairo_glyph_t *);

// Of tests, which read pictures again.
cairo_surface_t *cairo_image_surface_create_from_png(const char *path);
int cairo_image_surface_get_width(cairo_surface_t *);
int cairo_image_surface_get_height(cairo_surface_t *);
