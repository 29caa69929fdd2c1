#pragma once
// OpenBLAS's own, which has more than the standard functions: as Debian has it, as Fedora has it, as any other may.
#if __has_include(<openblas-pthread/cblas.h>)
#include <openblas-pthread/cblas.h>
#elif __has_include(<openblas/cblas.h>)
#include <openblas/cblas.h>
#else
#include <cblas.h>
#endif
#if __has_include(<lapacke.h>)
#include <lapacke.h>
#elif __has_include(<lapacke/lapacke.h>)
#include <lapacke/lapacke.h>
#else
#include <openblas/lapacke.h>
#endif
