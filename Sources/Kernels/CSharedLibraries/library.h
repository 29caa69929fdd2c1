#pragma once

#define HIDDEN __attribute__((visibility("hidden")))

/// What stands for a function or handle of Open MPI where ranks are MPICH's, whose own function `find` finds; null, with
/// dlerror's words, where it does not.
HIDDEN void *velibcorr_of_mpich(const char *name, void *(*find)(const char *));
