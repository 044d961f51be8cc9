#if defined(__x86_64__)
#define CLONE avx512f
#define VECTOR_CLONES __attribute__((target("avx512f")))
#include "Clone.inc"
#endif
