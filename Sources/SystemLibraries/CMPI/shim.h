#pragma once
// The C++ bindings are not ours to link.
#define OMPI_SKIP_MPICXX 1
// Open MPI's, where Debian, Fedora and openSUSE have it beside those of others.
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
#else
#include <mpi.h>
#endif
#ifndef OPEN_MPI
#error "mpi.h is not that of Open MPI"
#endif
#include <stdint.h>

// Open MPI's constants are macros with casts, which Swift does not import. Those that are addresses of its data are known
// when the library is open (Kernels/CSharedLibraries), so after its first call.
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
