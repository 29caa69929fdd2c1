// Is mpich.h what MPICH's own header says, where that is installed? Nothing of this file is called.

// It includes <mpi_proto.h>, for which it wants to be searched.
#define MPICH_SUPPRESS_PROTOTYPES 1
#pragma clang diagnostic ignored "-Wvisibility"
#if __has_include("/usr/include/x86_64-linux-gnu/mpich/mpi_proto.h")
#include "/usr/include/x86_64-linux-gnu/mpich/mpi.h"
#include "/usr/include/x86_64-linux-gnu/mpich/mpi_proto.h"
#elif __has_include("/usr/include/aarch64-linux-gnu/mpich/mpi_proto.h")
#include "/usr/include/aarch64-linux-gnu/mpich/mpi.h"
#include "/usr/include/aarch64-linux-gnu/mpich/mpi_proto.h"
#endif

#ifdef MPICH_VERSION
typedef MPI_Comm Comm;
typedef MPI_Datatype Type;
typedef MPI_Op Op;
typedef MPI_Info Info;
typedef MPI_Request Request;
typedef MPI_Win Win;
typedef MPI_Aint Size;
typedef MPI_Status Status;
#include "mpich.h"

#define SAME(a, b) _Static_assert(__builtin_types_compatible_p(a, b), #a)
SAME(Comm, int);
SAME(Type, int);
SAME(Op, int);
SAME(Info, int);
SAME(Request, int);
SAME(Win, int);
SAME(Size, long);
#define FUNCTION(name, parameters) SAME(__typeof__(name), int parameters);
MPICH_FUNCTIONS
MPICH_STARTS

#define EQUAL(name) _Static_assert(MPI_##name == MPICH_##name, #name)
EQUAL(COMM_WORLD);
EQUAL(BYTE);
EQUAL(DOUBLE);
EQUAL(INT64_T);
EQUAL(SUM);
EQUAL(INFO_NULL);
EQUAL(REQUEST_NULL);
EQUAL(COMM_TYPE_SHARED);
EQUAL(MAX_LIBRARY_VERSION_STRING);
#define SAME_ADDRESS(name) _Static_assert((long)MPI_##name == (long)MPICH_##name, #name)
SAME_ADDRESS(IN_PLACE);
SAME_ADDRESS(STATUS_IGNORE);
// Open MPI's, which are handed on as they are.
_Static_assert(MPI_UNDEFINED == -32766 && MPI_THREAD_SERIALIZED == 2, "numbers of both");
#else
typedef int nothing_to_check;
#endif
