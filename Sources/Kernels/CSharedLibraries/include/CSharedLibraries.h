#pragma once

/// Opens a library of `functions.h` by its name there, and all that it needs first, for all (dlopen with RTLD_GLOBAL).
/// Returns null, or the loader's words, which live as long as the calling thread makes no such call. Its functions open
/// it themselves when one is first called; if it is not there, that ends the program with 69.
const char *velibcorr_open_library(const char *name);

/// Debian's package that brings a library of `functions.h`.
const char *velibcorr_package_of_library(const char *name);

/// The commit that this program was made of, in hexadecimal digits; empty where nobody has said it.
const char *velibcorr_commit(void);

/// From here on ranks are those of MPICH or its kin (its ABI): its libraries are opened for `mpi` and `scalapack`. To be
/// called, if at all, before any of the two is opened, or one of their functions called.
void velibcorr_use_mpich(void);

/// Was it called?
int velibcorr_uses_mpich(void);
