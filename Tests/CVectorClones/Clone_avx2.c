#if defined(__x86_64__)
#define CLONE avx2
#define VECTOR_CLONES __attribute__((target("avx2")))
#include "Clone.inc"
#endif
