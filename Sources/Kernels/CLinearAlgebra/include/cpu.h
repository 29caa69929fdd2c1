#pragma once
#ifdef __cplusplus
extern "C" {
#endif

// What this CPU can run, by the table of CPUDispatch.h; Swift has no such question.
int velibcorr_has_avx512(void);
int velibcorr_has_avx2(void);

#ifdef __cplusplus
}
#endif
