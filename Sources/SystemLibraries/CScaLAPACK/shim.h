#pragma once
#include <stddef.h>

// ScaLAPACK comes without headers. What is used of it, as its sources have it: Fortran passes everything by address, and
// after the last argument the length of each string; matrices begin at (1, 1); a `desc` has nine numbers. PBLAS and
// BLACS are in C.

void Cblacs_pinfo(int *rank, int *ranks);
void Cblacs_get(int context, int what, int *value);
void Cblacs_gridinit(int *context, const char *order, int rows, int columns);
void Cblacs_gridinfo(int context, int *rows, int *columns, int *row, int *column);
void Cblacs_gridexit(int context);

void descinit_(int *desc, const int *m, const int *n, const int *mb, const int *nb, const int *first_row,
               const int *first_column, const int *context, const int *leading, int *info);

void pdgetrf_(const int *m, const int *n, double *a, const int *ia, const int *ja, const int *desc, int *pivots,
              int *info);
void pdgetri_(const int *n, double *a, const int *ia, const int *ja, const int *desc, const int *pivots, double *work,
              const int *work_size, int *integers, const int *integers_size, int *info);
void pdpotrf_(const char *half, const int *n, double *a, const int *ia, const int *ja, const int *desc, int *info,
              size_t half_length);
void pdpotri_(const char *half, const int *n, double *a, const int *ia, const int *ja, const int *desc, int *info,
              size_t half_length);

void pdgemm_(const char *transpose_a, const char *transpose_b, const int *m, const int *n, const int *k,
             const double *alpha, const double *a, const int *ia, const int *ja, const int *desc_a, const double *b,
             const int *ib, const int *jb, const int *desc_b, const double *beta, double *c, const int *ic,
             const int *jc, const int *desc_c);
void pdsymm_(const char *side, const char *half, const int *m, const int *n, const double *alpha, const double *a,
             const int *ia, const int *ja, const int *desc_a, const double *b, const int *ib, const int *jb,
             const int *desc_b, const double *beta, double *c, const int *ic, const int *jc, const int *desc_c);
double pdlange_(const char *norm, const int *m, const int *n, const double *a, const int *ia, const int *ja,
                const int *desc, double *work, size_t norm_length);
double pdlansy_(const char *norm, const char *half, const int *n, const double *a, const int *ia, const int *ja,
                const int *desc, double *work, size_t norm_length, size_t half_length);
