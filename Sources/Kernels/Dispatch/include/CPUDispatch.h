#pragma once
#include <stddef.h>
#include <string.h>

// The one table of CPUs that kernels are compiled for, and the one way to choose among a kernel's variants: at run time,
// as the package is compiled for any x86-64. Every variant has to give the same bits.

#if defined(__x86_64__)
#define VELIBCORR_X86 1
/// x86-64-v4 with what Ice Lake and Zen 4 brought: bytes are compressed, and bits counted, by vectors.
#define FOR_ICELAKE __attribute__((target("arch=x86-64-v4,avx512vbmi2,avx512vpopcntdq")))
#define FOR_AVX512 __attribute__((target("arch=x86-64-v4")))
#define FOR_AVX2 __attribute__((target("arch=x86-64-v3")))
#else
#define FOR_ICELAKE
#define FOR_AVX512
#define FOR_AVX2
#endif

/// CPUs, the least first.
typedef enum { VELIBCORR_ANY, VELIBCORR_AVX2, VELIBCORR_AVX512, VELIBCORR_ICELAKE } velibcorr_cpu;

/// Can this CPU run what is compiled for that one?
static inline int velibcorr_cpu_runs(velibcorr_cpu cpu) {
#if defined(VELIBCORR_X86)
  switch (cpu) {
    case VELIBCORR_ICELAKE:
      return __builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vbmi2") &&
             __builtin_cpu_supports("avx512vpopcntdq");
    case VELIBCORR_AVX512: return __builtin_cpu_supports("x86-64-v4");
    case VELIBCORR_AVX2: return __builtin_cpu_supports("x86-64-v3");
    case VELIBCORR_ANY: return 1;
  }
#endif
  return cpu == VELIBCORR_ANY;
}

typedef void (*velibcorr_function)(void);

/// A variant of a kernel.
typedef struct {
  const char *name;
  velibcorr_cpu cpu;
  velibcorr_function function;
} velibcorr_variant;

#define VARIANT(NAME, CPU, FUNCTION) {NAME, CPU, (velibcorr_function)(FUNCTION)}

/// The named one of a kernel's variants, of which the best comes first, or the best without a name; NULL where this CPU
/// cannot run it.
static inline const velibcorr_variant *velibcorr_choose(
    const char *name, const velibcorr_variant *variants, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if ((!name || !strcmp(name, variants[i].name)) && velibcorr_cpu_runs(variants[i].cpu))
      return variants + i;
  }
  return NULL;
}

/// `velibcorr_choose` for an array of variants.
#define CHOOSE(NAME, VARIANTS) velibcorr_choose(NAME, VARIANTS, sizeof(VARIANTS) / sizeof *(VARIANTS))

#define VELIBCORR_LIST(...) __VA_ARGS__

/// Defines the kernel NAME, whose variants are NAME##_body compiled for each CPU, and NAME##_by, the same by a named
/// variant ("icelake", "avx512", "avx2" or "plain") for tests: its result is UNABLE, with nothing done, where this CPU
/// lacks it. The best is looked up once.
#define DISPATCHED(RESULT, NAME, PARAMETERS, ARGUMENTS, UNABLE)                                             \
  FOR_ICELAKE static RESULT NAME##_icelake PARAMETERS { return NAME##_body ARGUMENTS; }                     \
  FOR_AVX512 static RESULT NAME##_avx512 PARAMETERS { return NAME##_body ARGUMENTS; }                       \
  FOR_AVX2 static RESULT NAME##_avx2 PARAMETERS { return NAME##_body ARGUMENTS; }                           \
  static RESULT NAME##_plain PARAMETERS { return NAME##_body ARGUMENTS; }                                   \
  static const velibcorr_variant NAME##_variants[] = {                                                      \
      VARIANT("icelake", VELIBCORR_ICELAKE, NAME##_icelake), VARIANT("avx512", VELIBCORR_AVX512, NAME##_avx512), \
      VARIANT("avx2", VELIBCORR_AVX2, NAME##_avx2), VARIANT("plain", VELIBCORR_ANY, NAME##_plain)};         \
  RESULT NAME PARAMETERS {                                                                                  \
    static velibcorr_function best;                                                                         \
    velibcorr_function function = __atomic_load_n(&best, __ATOMIC_RELAXED);                                 \
    if (!function) {                                                                                        \
      function = CHOOSE(NULL, NAME##_variants)->function;                                                   \
      __atomic_store_n(&best, function, __ATOMIC_RELAXED);                                                  \
    }                                                                                                       \
    return ((RESULT(*) PARAMETERS)function)ARGUMENTS;                                                       \
  }                                                                                                         \
  RESULT NAME##_by(const char *kernel, VELIBCORR_LIST PARAMETERS) {                                         \
    const velibcorr_variant *variant = CHOOSE(kernel, NAME##_variants);                                     \
    if (!variant) return UNABLE;                                                                            \
    return ((RESULT(*) PARAMETERS)variant->function)ARGUMENTS;                                              \
  }

/// The body of a dispatched kernel.
#define BODY __attribute__((always_inline)) static inline
