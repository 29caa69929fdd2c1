#pragma once
// The C++ bindings are not ours to link.
#define OMPI_SKIP_MPICXX 1
#include <mpi.h>
#include <stdint.h>

// Open MPI's constants are macros with casts, which Swift does not import.
static inline MPI_Comm velibcorr_mpi_comm_world(void) { return MPI_COMM_WORLD; }
static inline MPI_Datatype velibcorr_mpi_byte(void) { return MPI_BYTE; }
static inline const void *velibcorr_mpi_in_place(void) { return MPI_IN_PLACE; }
static inline MPI_Datatype velibcorr_mpi_int64(void) { return MPI_INT64_T; }
static inline MPI_Datatype velibcorr_mpi_double(void) { return MPI_DOUBLE; }
static inline MPI_Op velibcorr_mpi_sum(void) { return MPI_SUM; }
static inline MPI_Op velibcorr_mpi_min(void) { return MPI_MIN; }
static inline MPI_Info velibcorr_mpi_info_null(void) { return MPI_INFO_NULL; }
static inline int velibcorr_mpi_same_host(void) { return MPI_COMM_TYPE_SHARED; }
static inline int velibcorr_mpi_undefined(void) { return MPI_UNDEFINED; }
static inline MPI_Status *velibcorr_mpi_status_ignore(void) { return MPI_STATUS_IGNORE; }
static inline MPI_Errhandler velibcorr_mpi_errors_return(void) { return MPI_ERRORS_RETURN; }
