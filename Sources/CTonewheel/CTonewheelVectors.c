#include "CTonewheelVectors.h"

// All clones round alike, and like Swift.
#pragma STDC FP_CONTRACT OFF

// The choice of a clone needs a loader that supports indirect functions: glibc's. Elsewhere a loop is compiled for the
// oldest processor. The same holds under ThreadSanitizer, where the choice would be made, and instrumented, before the
// sanitizer is initialised.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HAS_THREAD_SANITIZER 1
#endif
#endif
#if defined(VECTOR_CLONES)
// The including file has made the choice: `Tests/CVectorClones`.
#elif defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && !defined(HAS_THREAD_SANITIZER)
// Chosen by a feature, not as "arch=x86-64-v4", for which the compiler uses registers of eight samples only.
#define VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define VECTOR_CLONES
#endif

// The polynomial of `SineCurve`, in the same order.
static inline __attribute__((always_inline)) float sine(uint32_t phase) {
    int32_t angle = (int32_t)(phase + 0x40000000u);
    uint32_t sign = (uint32_t)(angle >> 31);
    int32_t folded = (int32_t)((((uint32_t)angle ^ sign) - sign) - 0x40000000u);
    float u = (float)folded * 0x1p-30f;
    float square = u * u;
    float sum = square * 0x1.3c4b2cp-13f;
    sum = square * (sum - 0x1.3232fap-8f);
    sum = square * (sum + 0x1.46676ep-4f);
    sum = square * (sum - 0x1.4abbb6p-1f);
    return u * (sum + 0x1.921fb4p+0f);
}

VECTOR_CLONES
void tonewheel_sine_ramp(float *out, uint32_t phase, uint32_t step, intptr_t count) {
    for (intptr_t i = 0; i < count; i++) {
        out[i] = sine(phase);
        phase += step;
    }
}

VECTOR_CLONES
void tonewheel_triangle_ramp(float *out, uint32_t phase, uint32_t step, float rise, float fall, intptr_t count) {
    for (intptr_t i = 0; i < count; i++) {
        float position = (float)(int32_t)(phase >> 1) * 0x1p-31f;
        float rising = position * rise - 1.0f;
        float falling = (1.0f - position) * fall - 1.0f;
        out[i] = rising < falling ? rising : falling;
        phase += step;
    }
}

// Frames are independent, so `out` may be the same memory as an input. Compilers test for overlap, and would then not
// vectorize.
#define INDEPENDENT_FRAMES _Pragma("clang loop vectorize(assume_safety)")

VECTOR_CLONES
void tonewheel_sine(float *samples, intptr_t count) {
    for (intptr_t i = 0; i < count; i++) {
        uint32_t phase;
        __builtin_memcpy(&phase, samples + i, sizeof phase);
        samples[i] = sine(phase);
    }
}

// Sixteen samples, unaligned. Compilers use as many registers as needed.
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));

// Returns whether all samples are finite. Their sum is not finite if one of them is not. The sum of finite samples may
// overflow, which only costs time.
static inline __attribute__((always_inline)) int all_finite(const float *in, intptr_t count) {
    const intptr_t width = sizeof(lanes) / sizeof(float);
    lanes sum = {0};
    intptr_t i = 0;
    for (; i + width <= count; i += width) sum += *(const lanes *)(in + i);
    for (; i < count; i++) sum[0] += in[i];
    return !__builtin_reduce_or(sum - sum != (lanes){0});
}

// Returns whether all samples are finite and below 2^64 in magnitude. A finite sample stays finite if such a sample is
// added to it: half of the last place of the largest ones is 2^103. Squares of larger samples are infinite. The sum of
// many squares may overflow, which only costs time.
static inline __attribute__((always_inline)) int all_moderate(const float *in, intptr_t count) {
    const intptr_t width = sizeof(lanes) / sizeof(float);
    lanes sum = {0};
    intptr_t i = 0;
    for (; i + width <= count; i += width) {
        lanes part = *(const lanes *)(in + i);
        sum += part * part;
    }
    for (; i < count; i++) sum[0] += in[i] * in[i];
    return !__builtin_reduce_or(sum - sum != (lanes){0});
}

static inline __attribute__((always_inline)) int is_finite(float x) { return x - x == 0.0f; }

// The number of samples for which a loop is unrolled: the usual block size.
#define USUAL_COUNT 64

static __attribute__((noinline)) void accumulate_each(float *out, const float *in, intptr_t count, intptr_t *lost) {
    for (intptr_t i = 0; i < count; i++) {
        float sum = out[i] + in[i];
        if (is_finite(sum)) {
            out[i] = sum;
        } else {
            ++*lost;
        }
    }
}

VECTOR_CLONES
void tonewheel_accumulate(float *out, const float *in, intptr_t count, intptr_t *lost) {
    if (count == USUAL_COUNT) {
        if (!all_moderate(in, USUAL_COUNT)) return accumulate_each(out, in, USUAL_COUNT, lost);
        INDEPENDENT_FRAMES
        for (intptr_t i = 0; i < USUAL_COUNT; i++) out[i] += in[i];
    } else {
        if (!all_moderate(in, count)) return accumulate_each(out, in, count, lost);
        INDEPENDENT_FRAMES
        for (intptr_t i = 0; i < count; i++) out[i] += in[i];
    }
}

static __attribute__((noinline)) void copy_each(float *out, const float *in, intptr_t count, intptr_t *lost) {
    for (intptr_t i = 0; i < count; i++) {
        if (is_finite(in[i])) {
            out[i] = in[i];
        } else {
            out[i] = 0.0f;
            ++*lost;
        }
    }
}

VECTOR_CLONES
void tonewheel_copy_finite(float *out, const float *in, intptr_t count, intptr_t *lost) {
    if (count == USUAL_COUNT) {
        if (!all_finite(in, USUAL_COUNT)) return copy_each(out, in, USUAL_COUNT, lost);
        INDEPENDENT_FRAMES
        for (intptr_t i = 0; i < USUAL_COUNT; i++) out[i] = in[i];
    } else {
        if (!all_finite(in, count)) return copy_each(out, in, count, lost);
        INDEPENDENT_FRAMES
        for (intptr_t i = 0; i < count; i++) out[i] = in[i];
    }
}
