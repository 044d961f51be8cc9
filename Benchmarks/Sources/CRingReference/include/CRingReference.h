// The reference for our ring: a queue of 64-bit words between one producer and one consumer, in C11.
//
// The algorithm is that of `RingCursor`. Each end keeps a copy of the other's position, and reads the position again
// only when the copy leaves too few items. Positions are published with release and read with acquire, and each is on a
// cache line of its own. The ring is written for speed only: the capacity is a power of two, positions run freely and
// are masked, and the contents of the memory are not validated.
#ifndef CRINGREFERENCE_H
#define CRINGREFERENCE_H

#include "FutexReference.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ring_reference ring_reference;

// Creates a ring of `capacity` words, a power of two. Returns null if the allocation fails.
ring_reference *ring_reference_create(size_t capacity);
void ring_reference_destroy(ring_reference *ring);

// The functions of a producer thread and of a consumer thread, which pass the numbers 0, 1, 2, ... through the ring.
// They poll a full or empty ring. A consumer returns the number of wrong items.
//
// Single words.
void ring_reference_produce_words(ring_reference *ring, size_t count);
size_t ring_reference_consume_words(ring_reference *ring, size_t count);

// Words in batches of `batch`, at most 256, which are validated by their sum. `count` is a multiple of `batch`.
void ring_reference_produce_batches(ring_reference *ring, size_t count, size_t batch);
size_t ring_reference_consume_batches(ring_reference *ring, size_t count, size_t batch);

// Blocks of `words` words, at most 256. The first and the last word are the block's number.
void ring_reference_produce_blocks(ring_reference *ring, size_t count, size_t words);
size_t ring_reference_consume_blocks(ring_reference *ring, size_t count, size_t words);

// Pushes one block and pops it again, on one thread. Returns false if its contents have changed.
bool ring_reference_pass_block(ring_reference *ring, const uint64_t *source, uint64_t *destination, size_t words);

// A hint to the processor that the caller is in a spin loop. The measurements of both rings call it.
static inline void ring_reference_relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

#endif
