#include "CVectorClones.h"

#if defined(__x86_64__)
#define CLONE_COUNT 3
#else
#define CLONE_COUNT 1
#endif

int tonewheel_vector_clone_count(void) { return CLONE_COUNT; }

tonewheel_vector_clone tonewheel_vector_clone_at(int number) {
    switch (number) {
#if defined(__x86_64__)
    case 1: {
        tonewheel_vector_clone clone = tonewheel_clone_avx2();
        clone.can_run = __builtin_cpu_supports("avx2") != 0;
        return clone;
    }
    case 2: {
        tonewheel_vector_clone clone = tonewheel_clone_avx512f();
        clone.can_run = __builtin_cpu_supports("avx512f") != 0;
        return clone;
    }
#endif
    default:
        return tonewheel_clone_oldest();
    }
}
