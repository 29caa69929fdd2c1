#pragma once

// What is used of R's mathematics library by itself, without R (nmath/standalone), as R's manual of writing extensions has it,
// so that building needs no header of it. Kernels/CSharedLibraries holds this against R's own, where that is there.

double pbeta(double x, double a, double b, int lower, int logarithm);
double pnorm5(double x, double mean, double deviation, int lower, int logarithm);
double pt(double t, double freedom, int lower, int logarithm);
double pwilcox(double u, double m, double n, int lower, int logarithm);
double qbinom(double p, double trials, double probability, int lower, int logarithm);
double qt(double p, double freedom, int lower, int logarithm);
void wilcox_free(void);
