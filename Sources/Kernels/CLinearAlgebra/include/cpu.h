#pragma once
#ifdef __cplusplus
extern "C" {
#endif

// The instruction sets of this CPU, by the table of CPUDispatch.h; Swift has no such question.
int velibcorr_has_avx512(void);
int velibcorr_has_avx2(void);

#ifdef __cplusplus
}
#endif
