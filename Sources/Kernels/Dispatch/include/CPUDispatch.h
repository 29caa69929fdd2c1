#pragma once

/// A function that is compiled for AVX-512, for AVX2 and for any x86-64; the loader takes what the CPU can run. Every
/// version has to give the same bits.
#if defined(__x86_64__) && defined(__linux__)
#define BY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define BY_CPU
#endif
