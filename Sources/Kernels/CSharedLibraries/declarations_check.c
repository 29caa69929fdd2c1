// Do our declarations of Open MPI, cairo, GMP and R's mathematics library say what their own headers do, where these are
// installed? The shims declare the functions again, which the compiler holds against them. Nothing of this file is called.

#define EQUAL(name, number) _Static_assert((long)name == number, #name)

// The C++ bindings are not looked at.
#define OMPI_SKIP_MPICXX 1
// Where Debian, Fedora and openSUSE have Open MPI's beside those of others; a plain <mpi.h> may be of any MPI.
#if __has_include("/usr/lib/x86_64-linux-gnu/openmpi/include/mpi.h")
#include "/usr/lib/x86_64-linux-gnu/openmpi/include/mpi.h"
#elif __has_include("/usr/lib/aarch64-linux-gnu/openmpi/include/mpi.h")
#include "/usr/lib/aarch64-linux-gnu/openmpi/include/mpi.h"
#elif __has_include(<openmpi-x86_64/mpi.h>)
#include <openmpi-x86_64/mpi.h>
#elif __has_include(<openmpi-aarch64/mpi.h>)
#include <openmpi-aarch64/mpi.h>
#elif __has_include("/usr/lib64/mpi/gcc/openmpi4/include/mpi.h")
#include "/usr/lib64/mpi/gcc/openmpi4/include/mpi.h"
#elif __has_include("/usr/lib64/mpi/gcc/openmpi5/include/mpi.h")
#include "/usr/lib64/mpi/gcc/openmpi5/include/mpi.h"
#endif
#ifdef OPEN_MPI
#include "../../SystemLibraries/CMPI/shim.h"

EQUAL(MPI_SUCCESS, 0);
EQUAL(MPI_THREAD_SERIALIZED, 2);
EQUAL(MPI_COMM_TYPE_SHARED, 0);
EQUAL(MPI_UNDEFINED, -32766);
EQUAL(MPI_MAX_LIBRARY_VERSION_STRING, 256);
EQUAL(MPI_IN_PLACE, 1);
EQUAL(MPI_STATUS_IGNORE, 0);
_Static_assert(__builtin_types_compatible_p(MPI_Aint, long), "an MPI_Aint is a long");
#endif

#if __has_include(<cairo/cairo-pdf.h>)
#include <cairo/cairo.h>
#include <cairo/cairo-pdf.h>
#include "../../SystemLibraries/CCairo/shim.h"

EQUAL(CAIRO_STATUS_SUCCESS, 0);
EQUAL(CAIRO_FORMAT_RGB24, 1);
EQUAL(CAIRO_PDF_METADATA_CREATE_DATE, 5);
EQUAL(CAIRO_LINE_JOIN_ROUND, 1);
EQUAL(CAIRO_FILTER_NEAREST, 3);
EQUAL(CAIRO_FONT_SLANT_NORMAL, 0);
EQUAL(CAIRO_FONT_WEIGHT_NORMAL, 0);
EQUAL(CAIRO_FONT_WEIGHT_BOLD, 1);
_Static_assert(sizeof(cairo_status_t) == sizeof(unsigned) && sizeof(cairo_format_t) == sizeof(int), "enumerations");
_Static_assert(sizeof(cairo_glyph_t) == 3 * sizeof(double) && __builtin_offsetof(cairo_glyph_t, index) == 0, "a glyph");
_Static_assert(
    sizeof(cairo_text_extents_t) == 6 * sizeof(double) &&
        __builtin_offsetof(cairo_text_extents_t, x_advance) == 4 * sizeof(double),
    "extents");
#endif

#if __has_include(<gmp.h>)
#include <gmp.h>
#include "../../SystemLibraries/CGMP/shim.h"

_Static_assert(
    sizeof(__mpz_struct) == 16 && __builtin_offsetof(__mpz_struct, _mp_size) == 4 && sizeof(mp_limb_t) == 8, "a number");
#endif

#if __has_include(<Rmath.h>)
#define MATHLIB_STANDALONE 1
#include <Rmath.h>
#include "../../SystemLibraries/CRMath/shim.h"
#endif

typedef int nothing_to_check;
