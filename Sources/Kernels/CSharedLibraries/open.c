#define _GNU_SOURCE
#include "CSharedLibraries.h"
#include "library.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum Library {
#define LIBRARY(name, file, package, before) name,
#define FUNCTION(library, name)
#define DATA(library, name)
#include "functions.h"
#undef LIBRARY
#undef FUNCTION
#undef DATA
};

static struct {
  const char *name, *file, *package;
  enum Library before;
} libraries[] = {
#define LIBRARY(name, file, package, before) {#name, file, package, before},
#define FUNCTION(library, name)
#define DATA(library, name)
#include "functions.h"
#undef LIBRARY
#undef FUNCTION
#undef DATA
};

// calls.S jumps to `address`.
struct Entry {
  _Atomic(void *) address;
  const char *name;
  enum Library library;
};

#define LIBRARY(name, file, package, before)
#define FUNCTION(library, name)         \
  HIDDEN void velibcorr_find_##name(void); \
  HIDDEN struct Entry velibcorr_entry_##name = {(void *)velibcorr_find_##name, #name, library};
#define DATA(library, name) HIDDEN struct Entry velibcorr_entry_##name = {NULL, #name, library};
#include "functions.h"
#undef FUNCTION
#undef DATA

static struct Entry *const entries[] = {
#define FUNCTION(library, name) &velibcorr_entry_##name,
#define DATA FUNCTION
#include "functions.h"
};

static bool uses_mpich;

void velibcorr_use_mpich(void) {
  uses_mpich = true;
  // As Debian calls them.
  libraries[mpi].file = "libmpich.so.12";
  libraries[mpi].package = "libmpich12";
  libraries[scalapack].file = "libscalapack-mpich.so.2.2";
  libraries[scalapack].package = "libscalapack-mpich2.2";
}

int velibcorr_uses_mpich(void) { return uses_mpich; }

enum { MODE = RTLD_LAZY | RTLD_GLOBAL };

// OpenBLAS would start a thread for each core as it is loaded: for nothing, and where the address space is limited such a
// thread asks for its memory for ever, and whoever ends it waits for it. What the user has set is kept for other programs.
static bool load_without_threads(const char *file) {
  if (dlopen(file, MODE | RTLD_NOLOAD)) return true;
  const char *given = getenv("OPENBLAS_NUM_THREADS");
  char *kept = given ? strdup(given) : NULL;
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  const bool is_loaded = dlopen(file, MODE);
  if (kept)
    setenv("OPENBLAS_NUM_THREADS", kept, 1);
  else
    unsetenv("OPENBLAS_NUM_THREADS");
  free(kept);
  return is_loaded;
}

// As systems other than Debian call them: Fedora, openSUSE and Arch have one name for each MPI's ScaLAPACK, in a folder of
// that MPI, and R's own build has no number.
static const struct {
  enum Library library;
  const char *file;
} other_names[] = {
    {scalapack, "libscalapack.so.2.2"}, {scalapack, "libscalapack.so.2"}, {scalapack, "libscalapack.so"},
    {rmath, "libRmath.so"},
};

static bool load(enum Library library) {
  // As its ABI calls it, the name that Intel MPI, MVAPICH and Cray have; it goes before, as it is there on purpose.
  if (uses_mpich && library == mpi && dlopen("libmpi.so.12", MODE)) return true;
  if (library == openblas) return load_without_threads(libraries[library].file);
  if (dlopen(libraries[library].file, MODE)) return true;
  for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++)
    if (other_names[i].library == library && dlopen(other_names[i].file, MODE)) return true;
  // Once more, for the loader's words.
  return dlopen(libraries[library].file, MODE);
}

// By default: what was loaded before, as by LD_PRELOAD, takes precedence.
static void *find(const char *name) { return dlsym(RTLD_DEFAULT, name); }

// The loader locks, and threads that open a library at once find the same addresses.
static const char *open_library(enum Library library) {
  const enum Library before = libraries[library].before;
  const char *words = before == library ? NULL : open_library(before);
  if (words) return words;
  if (!load(library)) return dlerror();
  for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
    if (entries[i]->library != library) continue;
    const char *name = entries[i]->name;
    void *address = uses_mpich && library == mpi ? velibcorr_of_mpich(name, find) : find(name);
    if (!address) return dlerror();
    entries[i]->address = address;
  }
  return NULL;
}

static enum Library library_named(const char *name) {
  size_t i = 0;
  while (strcmp(libraries[i].name, name) != 0) i++;
  return (enum Library)i;
}

const char *velibcorr_open_library(const char *name) { return open_library(library_named(name)); }

const char *velibcorr_package_of_library(const char *name) { return libraries[library_named(name)].package; }

/// Where the function of `entry` is (for calls.S).
HIDDEN void *velibcorr_found(struct Entry *entry) {
  const char *words = open_library(entry->library);
  if (words) {
    fprintf(stderr, "velibcorr: error: %s; Debian's package %s has it\n", words, libraries[entry->library].package);
    exit(69);
  }
  return entry->address;
}
