#pragma once
#include <stddef.h>

// Correlations of two stations without one day or another, many days at a time. In C because Swift has no run-time CPU
// dispatch; the plain Swift twin is in the tests.

/// Days that are worked on at a time. Rows hold the numbers of so many days bin by bin: of each group of days, each bin, each
/// day one; what is in the place of days beyond the last means nothing.
enum { VELIBCORR_DAY_GROUP = 16 };

/// theta[day] = artanh r of rows `a` and `b` of `bins` bins and `groups` groups of days, of mean 0 and norm 1 in each day. NaN
/// where |r| is above 1 - 1e-12 or an element is NaN.
void velibcorr_replicates(const double *a, const double *b, size_t bins, size_t groups, double *theta);

/// The same of rows of any mean and norm, NaN where a bin is missing: of the bins that both have. NaN also where these are fewer
/// than 3, or a row is constant over them.
void velibcorr_replicates_with_gaps(
    const double *a, const double *b, size_t bins, size_t groups, double *theta);

/// theta[day] = artanh r of two stations without that day, of rows that hold each hour of the calendar once: of each of `groups`
/// groups of days, each of 24 hours, each day one; NaN where an hour is missing. All other hours that both have count. Sums of
/// all hours less those of a day: is_doubtful[day] is 1 where less than an eighth of a station's squares is left, as these
/// roundings count too much then; theta is to be made by `velibcorr_replicates_with_gaps`. NaN as there.
void velibcorr_replicates_of_hours(
    const double *a, const double *b, size_t groups, double *theta, unsigned char *is_doubtful);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_replicates_of_hours_by(
    const char *kernel, const double *a, const double *b, size_t groups, double *theta, unsigned char *is_doubtful);
void velibcorr_replicates_by(
    const char *kernel, const double *a, const double *b, size_t bins, size_t groups, double *theta);
void velibcorr_replicates_with_gaps_by(
    const char *kernel, const double *a, const double *b, size_t bins, size_t groups, double *theta);
