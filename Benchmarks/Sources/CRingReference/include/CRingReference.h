// The ring that ours is measured against: a queue of 64-bit words between one producer and one consumer, as C11 has it.
//
// The same algorithm as `RingCursor`: each end keeps a copy of the other's position and reads it again only when the copy
// leaves it too little to do; positions are published with release and read with acquire; each lies on cache lines of its
// own. It is what one writes without thinking of anything but speed: the capacity is a power of two, positions run freely
// and are masked, and what stands in memory is believed.
#ifndef CRINGREFERENCE_H
#define CRINGREFERENCE_H

#include "FutexReference.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ring_reference ring_reference;

// Makes a ring of `capacity` words, a power of two; null if there is no memory.
ring_reference *ring_reference_create(size_t capacity);
void ring_reference_destroy(ring_reference *ring);

// What one thread does to the ring while another does the opposite: 0, 1, 2, ... go through it. A full or an empty ring
// is looked at again until it is neither. A consumer returns the items that it found not to be what they should.
//
// Words one by one.
void ring_reference_produce_words(ring_reference *ring, size_t count);
size_t ring_reference_consume_words(ring_reference *ring, size_t count);

// Words in batches of `batch`, at most 256; `count` is a multiple of it. Validated by their sum.
void ring_reference_produce_batches(ring_reference *ring, size_t count, size_t batch);
size_t ring_reference_consume_batches(ring_reference *ring, size_t count, size_t batch);

// Blocks of `words`, at most 256, the first and the last of which hold the block's number.
void ring_reference_produce_blocks(ring_reference *ring, size_t count, size_t words);
size_t ring_reference_consume_blocks(ring_reference *ring, size_t count, size_t words);

// Pushes one block and pops it again, on one thread. Returns whether it came out as it went in.
bool ring_reference_pass_block(ring_reference *ring, const uint64_t *source, uint64_t *destination, size_t words);

// Tells the processor that the caller looks at the same place again and again. Both rings' measurements call it.
static inline void ring_reference_relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

#endif
