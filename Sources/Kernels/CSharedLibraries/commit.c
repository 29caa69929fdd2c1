#include "CSharedLibraries.h"

// A section of its own, so that a finished program can be given the commit (Scripts/install, Scripts/package): compiled in,
// each commit would be a reason to compile.
__attribute__((section(".velibcorr_commit"), used, aligned(64))) static char commit[64] = "";

const char *velibcorr_commit(void) { return commit; }
