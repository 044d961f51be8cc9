// The wake-up that ours is measured against: a bare futex between two processes, as C has it. Linux only.
//
// Two words in shared memory, all zeros to begin with. One side writes the round's number into the first and wakes who sleeps
// on it; the other answers in the second. A side that hears nothing for ten seconds gives up.

#ifndef FUTEXREFERENCE_H
#define FUTEXREFERENCE_H

#include <stddef.h>
#include <stdint.h>

// Asks `count` times, and notes how many nanoseconds each answer took. Returns how many came.
size_t futex_reference_ping(uint32_t *words, size_t count, int64_t *nanoseconds);

// Answers `count` times. Returns how often it was asked.
size_t futex_reference_pong(uint32_t *words, size_t count);

#endif
