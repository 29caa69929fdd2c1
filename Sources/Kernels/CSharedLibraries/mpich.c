// MPICH's functions behind those of Open MPI, by whose ABI this program was compiled: a pointer of Open MPI's carries the int
// that MPICH has for a handle.

#include "../../SystemLibraries/CMPI/shim.h"
#include "library.h"
#include <sched.h>
#include <stdbool.h>
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
#define FUNCTION(name, parameters) static int(*mpich_##name) parameters;
MPICH_STARTS
#undef FUNCTION
#define WAITING(name) static __typeof__(name) adapted_##name;
MPICH_WAITING
#undef WAITING

static int of(const void *handle) { return (int)(intptr_t)handle; }
static void *handle(int number) { return (void *)(uintptr_t)(unsigned)number; }
static const void *input(const void *buffer) { return buffer == MPI_IN_PLACE ? MPICH_IN_PLACE : buffer; }

/// A status is another structure there, and nobody reads one.
static Status *ignored(const MPI_Status *status) {
  if (status != MPI_STATUS_IGNORE) __builtin_trap();
  return MPICH_STATUS_IGNORE;
}

// MPICH keeps a core busy while it waits, and has no setting to yield it: where ranks are more than cores, each waits for its
// turn beside those that do nothing. So whatever waits is begun, and asked for, here; 200 times at once, which is some ten
// microseconds, that a message of a rank on another core comes as soon as by MPICH's own waiting.
static int waited(int error, Request request) {
  int done = 0;
  for (int asked = 0; error == MPI_SUCCESS && !done; asked++) {
    if (asked >= 200) sched_yield();
    error = mpich_MPI_Test(&request, &done, MPICH_STATUS_IGNORE);
  }
  return error;
}
#define WAITED(call) \
  Request request = 0; \
  const int error = call; \
  return waited(error, request);

/// Before a call that waits inside for ranks which may be late.
static int met(Comm comm) { WAITED(mpich_MPI_Ibarrier(comm, &request)) }

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
static int adapted_MPI_Finalize(void) {
  const int error = met(MPICH_COMM_WORLD);
  return error == MPI_SUCCESS ? mpich_MPI_Finalize() : error;
}
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
  met(of(comm));
  MAKING(made, mpich_MPI_Comm_split(of(comm), colour, key, &number))
}
static int adapted_MPI_Comm_split_type(MPI_Comm comm, int type, int key, MPI_Info info, MPI_Comm *made) {
  if (type != MPI_COMM_TYPE_SHARED) __builtin_trap();
  MAKING(made, mpich_MPI_Comm_split_type(of(comm), MPICH_COMM_TYPE_SHARED, key, of(info), &number))
}
static int adapted_MPI_Comm_free(MPI_Comm *comm) { CHANGING(comm, mpich_MPI_Comm_free(&number)) }

static int adapted_MPI_Barrier(MPI_Comm comm) { return met(of(comm)); }
static int adapted_MPI_Allgather(
    const void *sent, int count, MPI_Datatype type, void *received, int each, MPI_Datatype kind, MPI_Comm comm) {
  WAITED(mpich_MPI_Iallgather(input(sent), count, of(type), received, each, of(kind), of(comm), &request))
}
static int adapted_MPI_Allgatherv(
    const void *sent, int count, MPI_Datatype type, void *received, const int *counts, const int *places,
    MPI_Datatype kind, MPI_Comm comm) {
  WAITED(mpich_MPI_Iallgatherv(
      input(sent), count, of(type), received, counts, places, of(kind), of(comm), &request))
}
static int adapted_MPI_Allreduce(
    const void *sent, void *received, int count, MPI_Datatype type, MPI_Op operation, MPI_Comm comm) {
  WAITED(mpich_MPI_Iallreduce(input(sent), received, count, of(type), of(operation), of(comm), &request))
}
static int adapted_MPI_Alltoallv(
    const void *sent, const int *counts, const int *places, MPI_Datatype type, void *received, const int *each,
    const int *there, MPI_Datatype kind, MPI_Comm comm) {
  WAITED(mpich_MPI_Ialltoallv(
      input(sent), counts, places, of(type), received, each, there, of(kind), of(comm), &request))
}
static int adapted_MPI_Iallgather(
    const void *sent, int count, MPI_Datatype type, void *received, int each, MPI_Datatype kind, MPI_Comm comm,
    MPI_Request *request) {
  MAKING(
      request,
      mpich_MPI_Iallgather(input(sent), count, of(type), received, each, of(kind), of(comm), &number))
}

static int adapted_MPI_Send(const void *sent, int count, MPI_Datatype type, int rank, int tag, MPI_Comm comm) {
  WAITED(mpich_MPI_Isend(sent, count, of(type), rank, tag, of(comm), &request))
}
static int adapted_MPI_Recv(
    void *received, int count, MPI_Datatype type, int rank, int tag, MPI_Comm comm, MPI_Status *status) {
  ignored(status);
  WAITED(mpich_MPI_Irecv(received, count, of(type), rank, tag, of(comm), &request))
}
static int adapted_MPI_Iprobe(int rank, int tag, MPI_Comm comm, int *found, MPI_Status *status) {
  return mpich_MPI_Iprobe(rank, tag, of(comm), found, ignored(status));
}
static int adapted_MPI_Test(MPI_Request *request, int *done, MPI_Status *status) {
  CHANGING(request, mpich_MPI_Test(&number, done, ignored(status)))
}
static int adapted_MPI_Wait(MPI_Request *request, MPI_Status *status) {
  ignored(status);
  const int error = waited(MPI_SUCCESS, of(*request));
  *request = handle(MPICH_REQUEST_NULL);
  return error;
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

#define FUNCTION(name, parameters) {#name, (void **)&mpich_##name},
static const struct {
  const char *name;
  void **function;
} functions[] = {MPICH_FUNCTIONS MPICH_STARTS};
#undef FUNCTION

#define FUNCTION(name, parameters) {#name, (void *)adapted_##name},
#define WAITING(name) {#name, (void *)adapted_##name},
static const struct {
  const char *name;
  void *function;
} adapters[] = {MPICH_FUNCTIONS MPICH_WAITING};
#undef FUNCTION
#undef WAITING

static const struct {
  const char *name;
  int handle;
} handles[] = {
    {"ompi_mpi_byte", MPICH_BYTE},         {"ompi_mpi_comm_world", MPICH_COMM_WORLD},
    {"ompi_mpi_double", MPICH_DOUBLE},     {"ompi_mpi_info_null", MPICH_INFO_NULL},
    {"ompi_mpi_int64_t", MPICH_INT64_T},   {"ompi_mpi_op_sum", MPICH_SUM},
};

// All at once, as adapters call others than that of their own name.
static bool find_functions(void *(*find)(const char *)) {
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (!*functions[i].function && !(*functions[i].function = find(functions[i].name))) return false;
  return true;
}

void *velibcorr_of_mpich(const char *name, void *(*find)(const char *)) {
  for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
    if (strcmp(handles[i].name, name) == 0) return handle(handles[i].handle);
  if (!find_functions(find)) return NULL;
  for (size_t i = 0; i < sizeof adapters / sizeof *adapters; i++)
    if (strcmp(adapters[i].name, name) == 0) return adapters[i].function;
  return NULL;
}
