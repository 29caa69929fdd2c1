#pragma once
#include <zlib.h>

// inflateInit2 is a macro that passes zlib's version and the structure's size. 15 + 16: gzip only.
static inline int velibcorr_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
