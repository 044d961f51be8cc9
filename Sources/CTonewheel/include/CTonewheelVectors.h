// Loops over blocks of samples, each compiled for the vector registers of several processors. The loader chooses one at
// program start. All return bit-identical results, since no multiplication is fused with an addition.
//
// A count below 1 is a no-op. `out` may be the same memory as an input, or must not overlap it.
#ifndef CTONEWHEEL_VECTORS_H
#define CTONEWHEEL_VECTORS_H

#include <stdint.h>

// out[i] = the sine at phase + i * step, where 2^32 is one cycle.
void tonewheel_sine_ramp(float *out, uint32_t phase, uint32_t step, intptr_t count);

// samples[i] = the sine at the phase whose 32 bits are in samples[i], where 2^32 is one cycle.
void tonewheel_sine(float *samples, intptr_t count);

// out[i] = a triangle at phase + i * step, where 2^32 is one cycle: it rises from -1 by `rise` per cycle until it meets
// the slope that falls by `fall` per cycle to -1 at the cycle's end.
void tonewheel_triangle_ramp(float *out, uint32_t phase, uint32_t step, float rise, float fall, intptr_t count);

// out[i] += in[i] where in[i] is finite. `lost` is incremented by the number of non-finite samples.
void tonewheel_accumulate(float *out, const float *in, intptr_t count, intptr_t *lost);

// out[i] = in[i], or 0 where in[i] is not finite. `lost` is incremented by the number of non-finite samples.
void tonewheel_copy_finite(float *out, const float *in, intptr_t count, intptr_t *lost);

// Prefetches `lines` cache lines of 64 bytes.
static inline void tonewheel_prefetch(const void *memory, intptr_t lines) {
    const char *line = (const char *)memory;
    for (intptr_t i = 0; i < lines; i++) __builtin_prefetch(line + 64 * i);
}

#endif
