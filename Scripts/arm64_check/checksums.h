#pragma once
// Numbers of a fixed seed, and what is told of results.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// What is to be computed from must be the same everywhere.
#pragma STDC FP_CONTRACT OFF

// One for each file that includes this.
static uint64_t state = 20260101;

// SplitMix64.
static inline uint64_t next(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

static inline double uniform(void) { return (double)(next() >> 11) * 0x1p-53; }

// FNV-1a.
static inline uint64_t checksum(uint64_t sum, const void *bytes, size_t count) {
  const uint8_t *byte = bytes;
  for (size_t i = 0; i < count; i++) sum = (sum ^ byte[i]) * 0x100000001B3;
  return sum;
}

#define START 0xCBF29CE484222325
#define SUM(sum, array, count) checksum(sum, array, (count) * sizeof *(array))

static inline void tell(const char *kernel, uint64_t sum) { printf("%-24s %016llx\n", kernel, (unsigned long long)sum); }

static inline void *room(size_t count, size_t size) {
  void *memory = calloc(count + 64, size);
  if (!memory) exit(1);
  return memory;
}

/// The kernels of pairs: of_pairs.c.
void pairs(void);
