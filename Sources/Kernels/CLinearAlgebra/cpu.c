#include "cpu.h"

#include <CPUDispatch.h>

int velibcorr_has_avx512(void) { return velibcorr_cpu_runs(VELIBCORR_AVX512); }

int velibcorr_has_avx2(void) { return velibcorr_cpu_runs(VELIBCORR_AVX2); }
