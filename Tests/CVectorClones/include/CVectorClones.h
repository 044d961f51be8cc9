// The loops of `CTonewheelVectors.c`, compiled once for each target processor, so that each can be called regardless of
// the loader's choice.
#ifndef CVECTORCLONES_H
#define CVECTORCLONES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *name;

    // Whether this processor supports the clone's instructions.
    bool can_run;

    void (*sine_ramp)(float *out, uint32_t phase, uint32_t step, intptr_t count);
    void (*sine)(float *samples, intptr_t count);
    void (*triangle_ramp)(float *out, uint32_t phase, uint32_t step, float rise, float fall, intptr_t count);
    void (*accumulate)(float *out, const float *in, intptr_t count, intptr_t *lost);
    void (*copy_finite)(float *out, const float *in, intptr_t count, intptr_t *lost);
} tonewheel_vector_clone;

int tonewheel_vector_clone_count(void);

// Returns a clone by its number, 0 … count - 1.
tonewheel_vector_clone tonewheel_vector_clone_at(int number);

tonewheel_vector_clone tonewheel_clone_oldest(void);
tonewheel_vector_clone tonewheel_clone_avx2(void);
tonewheel_vector_clone tonewheel_clone_avx512f(void);

#endif
