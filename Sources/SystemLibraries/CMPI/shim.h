#pragma once
#include <stddef.h>
#include <stdint.h>

// What is used of Open MPI, as its ABI (libmpi.so.40) has it, so that building needs no header of any MPI: clusters have one or
// another, and this program runs on each. Kernels/CSharedLibraries holds this against Open MPI's own header, where that is
// there, and MPICH's ABI against this.
#ifndef OPEN_MPI
typedef struct ompi_communicator_t *MPI_Comm;
typedef struct ompi_datatype_t *MPI_Datatype;
typedef struct ompi_info_t *MPI_Info;
typedef struct ompi_op_t *MPI_Op;
typedef struct ompi_request_t *MPI_Request;
typedef struct ompi_status_public_t MPI_Status;
typedef struct ompi_win_t *MPI_Win;
typedef ptrdiff_t MPI_Aint;
enum {
  MPI_SUCCESS = 0,
  MPI_THREAD_SERIALIZED = 2,
  MPI_COMM_TYPE_SHARED = 0,
  MPI_UNDEFINED = -32766,
  MPI_MAX_LIBRARY_VERSION_STRING = 256,
};
#define MPI_IN_PLACE ((void *)1)
#define MPI_STATUS_IGNORE ((MPI_Status *)0)
#endif

int MPI_Abort(MPI_Comm, int);
int MPI_Allgather(const void *, int, MPI_Datatype, void *, int, MPI_Datatype, MPI_Comm);
int MPI_Allgatherv(const void *, int, MPI_Datatype, void *, const int *, const int *, MPI_Datatype, MPI_Comm);
int MPI_Allreduce(const void *, void *, int, MPI_Datatype, MPI_Op, MPI_Comm);
int MPI_Alltoallv(
    const void *, const int *, const int *, MPI_Datatype, void *, const int *, const int *, MPI_Datatype, MPI_Comm);
int MPI_Barrier(MPI_Comm);
int MPI_Comm_free(MPI_Comm *);
int MPI_Comm_rank(MPI_Comm, int *);
int MPI_Comm_size(MPI_Comm, int *);
int MPI_Comm_split(MPI_Comm, int, int, MPI_Comm *);
int MPI_Comm_split_type(MPI_Comm, int, int, MPI_Info, MPI_Comm *);
int MPI_Finalize(void);
int MPI_Get_library_version(char *, int *);
int MPI_Get_version(int *, int *);
int MPI_Iallgather(
    const void *, int, MPI_Datatype, void *, int, MPI_Datatype, MPI_Comm, MPI_Request *);
int MPI_Init_thread(int *, char ***, int, int *);
int MPI_Iprobe(int, int, MPI_Comm, int *, MPI_Status *);
int MPI_Recv(void *, int, MPI_Datatype, int, int, MPI_Comm, MPI_Status *);
int MPI_Send(const void *, int, MPI_Datatype, int, int, MPI_Comm);
int MPI_Test(MPI_Request *, int *, MPI_Status *);
int MPI_Type_commit(MPI_Datatype *);
int MPI_Type_contiguous(int, MPI_Datatype, MPI_Datatype *);
int MPI_Type_free(MPI_Datatype *);
int MPI_Type_indexed(int, const int *, const int *, MPI_Datatype, MPI_Datatype *);
int MPI_Wait(MPI_Request *, MPI_Status *);
int MPI_Win_allocate_shared(MPI_Aint, int, MPI_Info, MPI_Comm, void *, MPI_Win *);
int MPI_Win_free(MPI_Win *);
int MPI_Win_lock_all(int, MPI_Win);
int MPI_Win_shared_query(MPI_Win, int, MPI_Aint *, int *, void *);
int MPI_Win_unlock_all(MPI_Win);

// Open MPI's constants that are addresses of its data are known when the library is open (Kernels/CSharedLibraries), so after
// its first call.
extern void *velibcorr_entry_ompi_mpi_byte, *velibcorr_entry_ompi_mpi_comm_world, *velibcorr_entry_ompi_mpi_double,
    *velibcorr_entry_ompi_mpi_info_null, *velibcorr_entry_ompi_mpi_int64_t, *velibcorr_entry_ompi_mpi_op_sum;

static inline MPI_Comm velibcorr_mpi_comm_world(void) { return (MPI_Comm)velibcorr_entry_ompi_mpi_comm_world; }
static inline MPI_Datatype velibcorr_mpi_byte(void) { return (MPI_Datatype)velibcorr_entry_ompi_mpi_byte; }
static inline MPI_Datatype velibcorr_mpi_int64(void) { return (MPI_Datatype)velibcorr_entry_ompi_mpi_int64_t; }
static inline MPI_Datatype velibcorr_mpi_double(void) { return (MPI_Datatype)velibcorr_entry_ompi_mpi_double; }
static inline MPI_Op velibcorr_mpi_sum(void) { return (MPI_Op)velibcorr_entry_ompi_mpi_op_sum; }
static inline MPI_Info velibcorr_mpi_info_null(void) { return (MPI_Info)velibcorr_entry_ompi_mpi_info_null; }
static inline const void *velibcorr_mpi_in_place(void) { return MPI_IN_PLACE; }
static inline int velibcorr_mpi_same_host(void) { return MPI_COMM_TYPE_SHARED; }
static inline int velibcorr_mpi_undefined(void) { return MPI_UNDEFINED; }
static inline MPI_Status *velibcorr_mpi_status_ignore(void) { return MPI_STATUS_IGNORE; }
