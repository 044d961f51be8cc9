// The reference for our wake-up: a bare futex between two processes, in C. Linux only.
//
// There are two words in shared memory, initially zero. One side writes the number of the round to the first word and
// wakes the sleeper on it; the other side replies in the second word. Both sides give up after ten seconds.

#ifndef FUTEXREFERENCE_H
#define FUTEXREFERENCE_H

#include <stddef.h>
#include <stdint.h>

// Sends `count` requests, and stores the nanoseconds until each reply. Returns the number of replies.
size_t futex_reference_ping(uint32_t *words, size_t count, int64_t *nanoseconds);

// Sends `count` replies. Returns the number of requests received.
size_t futex_reference_pong(uint32_t *words, size_t count);

#endif
