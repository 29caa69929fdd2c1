// MPICH's functions behind those of Open MPI, by which this program was compiled: a pointer of Open MPI's carries the int
// that MPICH has for a handle.

#include "../../SystemLibraries/CMPI/shim.h"
#include "library.h"
#include <string.h>

typedef int Comm, Type, Op, Info, Request, Win;
typedef long Size;
typedef struct Status Status;
#include "mpich.h"

_Static_assert(MPI_UNDEFINED == -32766 && MPI_THREAD_SERIALIZED == 2, "mpich_check.c has these numbers, too");
_Static_assert(__builtin_types_compatible_p(MPI_Aint, Size), "an MPI_Aint is a long");

// As MPICH has them; the compiler holds their adapters against Open MPI's declarations.
#define FUNCTION(name, parameters) \
  static int(*mpich_##name) parameters; \
  static __typeof__(name) adapted_##name;
MPICH_FUNCTIONS
#undef FUNCTION

static int of(const void *handle) { return (int)(intptr_t)handle; }
static void *handle(int number) { return (void *)(uintptr_t)(unsigned)number; }
static const void *input(const void *buffer) { return buffer == MPI_IN_PLACE ? MPICH_IN_PLACE : buffer; }

/// A status is another structure there, and nobody reads one.
static Status *ignored(const MPI_Status *status) {
  if (status != MPI_STATUS_IGNORE) __builtin_trap();
  return MPICH_STATUS_IGNORE;
}

// Calls that change a handle, or make one.
#define CHANGING(place, call) \
  int number = of(*(place)); \
  const int error = call; \
  *(place) = handle(number); \
  return error;
#define MAKING(place, call) \
  int number = 0; \
  const int error = call; \
  *(place) = handle(number); \
  return error;

static int adapted_MPI_Init_thread(int *count, char ***arguments, int wanted, int *provided) {
  return mpich_MPI_Init_thread(count, arguments, wanted, provided);
}
static int adapted_MPI_Finalize(void) { return mpich_MPI_Finalize(); }
static int adapted_MPI_Abort(MPI_Comm comm, int code) { return mpich_MPI_Abort(of(comm), code); }
static int adapted_MPI_Get_version(int *version, int *part) { return mpich_MPI_Get_version(version, part); }

/// MPICH's words may be longer than those that Open MPI has room for: their beginning.
static int adapted_MPI_Get_library_version(char *words, int *length) {
  char all[MPICH_MAX_LIBRARY_VERSION_STRING];
  const int error = mpich_MPI_Get_library_version(all, length);
  if (*length >= MPI_MAX_LIBRARY_VERSION_STRING) *length = MPI_MAX_LIBRARY_VERSION_STRING - 1;
  memcpy(words, all, (size_t)*length);
  words[*length] = 0;
  return error;
}

static int adapted_MPI_Comm_rank(MPI_Comm comm, int *rank) { return mpich_MPI_Comm_rank(of(comm), rank); }
static int adapted_MPI_Comm_size(MPI_Comm comm, int *size) { return mpich_MPI_Comm_size(of(comm), size); }
static int adapted_MPI_Comm_split(MPI_Comm comm, int colour, int key, MPI_Comm *made) {
  MAKING(made, mpich_MPI_Comm_split(of(comm), colour, key, &number))
}
static int adapted_MPI_Comm_split_type(MPI_Comm comm, int type, int key, MPI_Info info, MPI_Comm *made) {
  if (type != MPI_COMM_TYPE_SHARED) __builtin_trap();
  MAKING(made, mpich_MPI_Comm_split_type(of(comm), MPICH_COMM_TYPE_SHARED, key, of(info), &number))
}
static int adapted_MPI_Comm_free(MPI_Comm *comm) { CHANGING(comm, mpich_MPI_Comm_free(&number)) }

static int adapted_MPI_Barrier(MPI_Comm comm) { return mpich_MPI_Barrier(of(comm)); }
static int adapted_MPI_Allgather(
    const void *sent, int count, MPI_Datatype type, void *received, int each, MPI_Datatype kind, MPI_Comm comm) {
  return mpich_MPI_Allgather(input(sent), count, of(type), received, each, of(kind), of(comm));
}
static int adapted_MPI_Allgatherv(
    const void *sent, int count, MPI_Datatype type, void *received, const int *counts, const int *places,
    MPI_Datatype kind, MPI_Comm comm) {
  return mpich_MPI_Allgatherv(input(sent), count, of(type), received, counts, places, of(kind), of(comm));
}
static int adapted_MPI_Allreduce(
    const void *sent, void *received, int count, MPI_Datatype type, MPI_Op operation, MPI_Comm comm) {
  return mpich_MPI_Allreduce(input(sent), received, count, of(type), of(operation), of(comm));
}
static int adapted_MPI_Alltoallv(
    const void *sent, const int *counts, const int *places, MPI_Datatype type, void *received, const int *each,
    const int *there, MPI_Datatype kind, MPI_Comm comm) {
  return mpich_MPI_Alltoallv(input(sent), counts, places, of(type), received, each, there, of(kind), of(comm));
}
static int adapted_MPI_Iallgather(
    const void *sent, int count, MPI_Datatype type, void *received, int each, MPI_Datatype kind, MPI_Comm comm,
    MPI_Request *request) {
  MAKING(
      request,
      mpich_MPI_Iallgather(input(sent), count, of(type), received, each, of(kind), of(comm), &number))
}

static int adapted_MPI_Send(const void *sent, int count, MPI_Datatype type, int rank, int tag, MPI_Comm comm) {
  return mpich_MPI_Send(sent, count, of(type), rank, tag, of(comm));
}
static int adapted_MPI_Recv(
    void *received, int count, MPI_Datatype type, int rank, int tag, MPI_Comm comm, MPI_Status *status) {
  return mpich_MPI_Recv(received, count, of(type), rank, tag, of(comm), ignored(status));
}
static int adapted_MPI_Iprobe(int rank, int tag, MPI_Comm comm, int *found, MPI_Status *status) {
  return mpich_MPI_Iprobe(rank, tag, of(comm), found, ignored(status));
}
static int adapted_MPI_Test(MPI_Request *request, int *done, MPI_Status *status) {
  CHANGING(request, mpich_MPI_Test(&number, done, ignored(status)))
}
static int adapted_MPI_Wait(MPI_Request *request, MPI_Status *status) {
  CHANGING(request, mpich_MPI_Wait(&number, ignored(status)))
}

static int adapted_MPI_Type_contiguous(int count, MPI_Datatype type, MPI_Datatype *made) {
  MAKING(made, mpich_MPI_Type_contiguous(count, of(type), &number))
}
static int adapted_MPI_Type_indexed(
    int count, const int *lengths, const int *places, MPI_Datatype type, MPI_Datatype *made) {
  MAKING(made, mpich_MPI_Type_indexed(count, lengths, places, of(type), &number))
}
static int adapted_MPI_Type_commit(MPI_Datatype *type) { CHANGING(type, mpich_MPI_Type_commit(&number)) }
static int adapted_MPI_Type_free(MPI_Datatype *type) { CHANGING(type, mpich_MPI_Type_free(&number)) }

static int adapted_MPI_Win_allocate_shared(
    MPI_Aint size, int unit, MPI_Info info, MPI_Comm comm, void *base, MPI_Win *made) {
  MAKING(made, mpich_MPI_Win_allocate_shared(size, unit, of(info), of(comm), base, &number))
}
static int adapted_MPI_Win_shared_query(MPI_Win window, int rank, MPI_Aint *size, int *unit, void *base) {
  return mpich_MPI_Win_shared_query(of(window), rank, size, unit, base);
}
static int adapted_MPI_Win_lock_all(int hint, MPI_Win window) {
  // No hint is 0 in both.
  return mpich_MPI_Win_lock_all(hint, of(window));
}
static int adapted_MPI_Win_unlock_all(MPI_Win window) { return mpich_MPI_Win_unlock_all(of(window)); }
static int adapted_MPI_Win_free(MPI_Win *window) { CHANGING(window, mpich_MPI_Win_free(&number)) }

static const struct {
  const char *name;
  void *adapter, **function;
} functions[] = {
#define FUNCTION(name, parameters) {#name, (void *)adapted_##name, (void **)&mpich_##name},
    MPICH_FUNCTIONS
#undef FUNCTION
};

static const struct {
  const char *name;
  int handle;
} handles[] = {
    {"ompi_mpi_byte", MPICH_BYTE},         {"ompi_mpi_comm_world", MPICH_COMM_WORLD},
    {"ompi_mpi_double", MPICH_DOUBLE},     {"ompi_mpi_info_null", MPICH_INFO_NULL},
    {"ompi_mpi_int64_t", MPICH_INT64_T},   {"ompi_mpi_op_sum", MPICH_SUM},
};

void *velibcorr_of_mpich(const char *name, void *(*find)(const char *)) {
  for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
    if (strcmp(handles[i].name, name) == 0) return handle(handles[i].handle);
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (strcmp(functions[i].name, name) == 0) return (*functions[i].function = find(name)) ? functions[i].adapter : NULL;
  return NULL;
}
