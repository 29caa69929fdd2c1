#pragma once
#include <stddef.h>
#include <stdint.h>

// Keys of very many pairs, -log p of their r and hours, as proposals: near enough to say of nearly all in which cell of a
// histogram they are. In C because Swift has no run-time CPU dispatch; plain Swift twins are in the tests.

/// Hours are told apart in 2^6 classes an octave, scores in cells around whole numbers. With z^2 = -(hours - 2) log(1 - r^2)
/// the score is z, of less than VELIBCORR_FEW_HOURS z / (hours - 2)^1/2. A proposal of a class and a cell is z^2 / 2 + a
/// polynomial of x = 2 (score - cell) and y, -1 ... 1 over the class: the coefficients of 1, x ... x^6, then of y times 1,
/// x ... x^4, then of y^2 times 1, x ... x^3.
enum { VELIBCORR_KEY_TERMS = 16, VELIBCORR_HOUR_CLASSES_SHIFT = 46, VELIBCORR_FEW_HOURS = 4 };

/// What hours are made of.
typedef enum {
  /// All common bins.
  VELIBCORR_COMMON_HOURS,
  /// 1 + (n - 1) K / ((K - 1) (1 + product)), at most the common bins n, of K.
  VELIBCORR_CIRCULAR_HOURS,
  /// n / (1 + product), 3 to n.
  VELIBCORR_SERIES_HOURS
} velibcorr_hours;

/// What proposals are made by.
typedef struct {
  velibcorr_hours hours;
  /// K.
  double bins;
  /// Hours are rounded to 12 significant bits unless they are nearer to where that turns, in units of the last bit of a
  /// double.
  int64_t doubt;
  /// Pairs of so few common bins have no proposal.
  double few;
  /// |r| up to which there are proposals, and from which on the key is infinite.
  double nearly_one, one;
  /// Classes x cells x VELIBCORR_KEY_TERMS; of classes from that number on, the bits of the least hours shifted.
  const double *terms;
  int64_t first_class, classes, cells;
} velibcorr_key_rule;

/// Proposes the keys of `count` pairs with these r, products of autocorrelations and common bins: 0 or more, NaN of an r
/// that is NaN, -1 of a pair for which there is no proposal. `products` may be NULL for VELIBCORR_COMMON_HOURS.
void velibcorr_propose_keys(
    const double *r, const double *products, const double *common, size_t count, const velibcorr_key_rule *rule,
    double *keys);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_propose_keys_by(
    const char *kernel, const double *r, const double *products, const double *common, size_t count,
    const velibcorr_key_rule *rule, double *keys);

/// Cells of equal width, `last` of them, and one for all keys beyond.
typedef struct {
  /// Cells a unit.
  double scale;
  int64_t last;
  /// Proposals, times `scale`, may be off by so much.
  double tolerance;
} velibcorr_key_cells;

/// Counts proposals of keys by cell, `counts` being of `last` + 1; leaves NaNs out. Writes the places of those that are
/// -1, or so near to the end of a cell that they may be in another, in order, and returns how many they are; these are
/// not counted. `places` has room for `count`.
size_t velibcorr_count_proposals(
    const double *keys, size_t count, const velibcorr_key_cells *cells, int64_t *counts, uint32_t *places);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_count_proposals_by(
    const char *kernel, const double *keys, size_t count, const velibcorr_key_cells *cells, int64_t *counts,
    uint32_t *places);

/// The cells that are looked into.
typedef struct {
  /// A bit a cell.
  const uint64_t *cells;
  /// By class of hours, the least |r| and the greatest of a pair whose key may be in one of them, of those below the
  /// widest gap between them and of those above it.
  const double *bounds;
} velibcorr_open_cells;

/// Writes the places of the pairs that have no proposal or whose key may be in an open cell, in order, with their proposals,
/// and returns how many they are; never of an r that is NaN. Arrays are as those of velibcorr_propose_keys. `places` and
/// `proposals` have room for `count`.
size_t velibcorr_pick_keys(
    const double *r, const double *products, const double *common, size_t count, const velibcorr_key_rule *rule,
    const velibcorr_key_cells *cells, const velibcorr_open_cells *open, uint32_t *places, double *proposals);

/// The same by a named variant, for tests (CPUDispatch.h); SIZE_MAX where the CPU lacks it.
size_t velibcorr_pick_keys_by(
    const char *kernel, const double *r, const double *products, const double *common, size_t count,
    const velibcorr_key_rule *rule, const velibcorr_key_cells *cells, const velibcorr_open_cells *open,
    uint32_t *places, double *proposals);

/// Writes how many of the bits of a set each of `count` others has, too; a set is `words` words.
void velibcorr_common_bits(const uint64_t *set, const uint64_t *others, size_t count, size_t words, double *common);

/// The same by a named variant, for tests (CPUDispatch.h); nothing is done where the CPU lacks it.
void velibcorr_common_bits_by(
    const char *kernel, const uint64_t *set, const uint64_t *others, size_t count, size_t words, double *common);
