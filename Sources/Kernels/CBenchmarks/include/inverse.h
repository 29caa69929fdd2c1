#pragma once
#include <stddef.h>
#include <stdint.h>

// The inverses of many small matrices, one a lane of a vector. In C because Swift has no run-time CPU dispatch: the
// package is compiled for any x86-64. A plain Swift twin is in the tests.

/// The greatest order.
#define VELIBCORR_INVERSE_ORDER 32

/// inverses[m] = matrices[m]^-1 for `count` matrices of order 1 ... VELIBCORR_INVERSE_ORDER, row-major, one after
/// the other; the two do not overlap. Gaussian elimination with partial pivoting of [A | I], then back substitution:
/// the operations of LAPACK's gesv on the columns of I, hence its small residual A X - I (Higham, Accuracy and
/// Stability of Numerical Algorithms, 2002, theorem 9.4), which Gauss-Jordan elimination would not have.
///
/// A matrix with a pivot that is zero, subnormal or NaN is singular: its inverse is all NaN. Returns how many are.
/// A matrix gives the same inverse wherever it stands among the others.
size_t velibcorr_invert(size_t order, size_t count, const double *matrices, double *inverses);

/// The same by a named kernel ("avx512", "avx2" or "plain"), for tests; SIZE_MAX, with nothing done, where the CPU
/// lacks it.
size_t velibcorr_invert_by(
    const char *kernel, size_t order, size_t count, const double *matrices, double *inverses);
