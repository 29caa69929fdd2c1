#pragma once

// What is used of the ABI of MPICH and its kin (Intel MPI, MVAPICH, Cray): https://www.mpich.org/abi. Handles are ints.
// mpich_check.c compares all of it with MPICH's own mpi.h, where that is installed.

enum {
  MPICH_COMM_WORLD = 0x44000000,
  MPICH_BYTE = 0x4c00010d,
  MPICH_DOUBLE = 0x4c00080b,
  MPICH_INT64_T = 0x4c00083a,
  MPICH_SUM = 0x58000003,
  MPICH_INFO_NULL = 0x1c000000,
  MPICH_REQUEST_NULL = 0x2c000000,
  MPICH_COMM_TYPE_SHARED = 1,
  MPICH_MAX_LIBRARY_VERSION_STRING = 8192,
};
#define MPICH_IN_PLACE ((void *)-1)
#define MPICH_STATUS_IGNORE ((Status *)1)

// FUNCTION(name, (parameters)), of int. To be included after the types are defined. First those that do not wait, or not long.
#define MPICH_FUNCTIONS \
  FUNCTION(MPI_Abort, (Comm, int)) \
  FUNCTION(MPI_Comm_free, (Comm *)) \
  FUNCTION(MPI_Comm_rank, (Comm, int *)) \
  FUNCTION(MPI_Comm_size, (Comm, int *)) \
  FUNCTION(MPI_Comm_split, (Comm, int, int, Comm *)) \
  FUNCTION(MPI_Comm_split_type, (Comm, int, int, Info, Comm *)) \
  FUNCTION(MPI_Finalize, (void)) \
  FUNCTION(MPI_Get_library_version, (char *, int *)) \
  FUNCTION(MPI_Get_version, (int *, int *)) \
  FUNCTION(MPI_Iallgather, (const void *, int, Type, void *, int, Type, Comm, Request *)) \
  FUNCTION(MPI_Init_thread, (int *, char ***, int, int *)) \
  FUNCTION(MPI_Iprobe, (int, int, Comm, int *, Status *)) \
  FUNCTION(MPI_Test, (Request *, int *, Status *)) \
  FUNCTION(MPI_Type_commit, (Type *)) \
  FUNCTION(MPI_Type_contiguous, (int, Type, Type *)) \
  FUNCTION(MPI_Type_free, (Type *)) \
  FUNCTION(MPI_Type_indexed, (int, const int *, const int *, Type, Type *)) \
  FUNCTION(MPI_Win_allocate_shared, (Size, int, Info, Comm, void *, Win *)) \
  FUNCTION(MPI_Win_free, (Win *)) \
  FUNCTION(MPI_Win_lock_all, (int, Win)) \
  FUNCTION(MPI_Win_shared_query, (Win, int, Size *, int *, void *)) \
  FUNCTION(MPI_Win_unlock_all, (Win))

// What begins the work of those of Open MPI's functions that wait; MPI_Iallgather and MPI_Test are above.
#define MPICH_STARTS \
  FUNCTION(MPI_Iallgatherv, (const void *, int, Type, void *, const int *, const int *, Type, Comm, Request *)) \
  FUNCTION(MPI_Iallreduce, (const void *, void *, int, Type, Op, Comm, Request *)) \
  FUNCTION( \
      MPI_Ialltoallv, \
      (const void *, const int *, const int *, Type, void *, const int *, const int *, Type, Comm, Request *)) \
  FUNCTION(MPI_Ibarrier, (Comm, Request *)) \
  FUNCTION(MPI_Irecv, (void *, int, Type, int, int, Comm, Request *)) \
  FUNCTION(MPI_Isend, (const void *, int, Type, int, int, Comm, Request *))

// Open MPI's functions that wait.
#define MPICH_WAITING \
  WAITING(MPI_Allgather) \
  WAITING(MPI_Allgatherv) \
  WAITING(MPI_Allreduce) \
  WAITING(MPI_Alltoallv) \
  WAITING(MPI_Barrier) \
  WAITING(MPI_Recv) \
  WAITING(MPI_Send) \
  WAITING(MPI_Wait)
