#include "CRingReference.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct ring_reference {
    size_t mask;
    uint64_t *elements;
    _Alignas(128) _Atomic size_t written;
    _Alignas(128) _Atomic size_t read;
};

ring_reference *ring_reference_create(size_t capacity) {
    ring_reference *ring = aligned_alloc(128, sizeof *ring);
    uint64_t *elements = aligned_alloc(128, capacity * sizeof *elements);
    if (!ring || !elements) {
        free(ring);
        free(elements);
        return NULL;
    }
    memset(elements, 0, capacity * sizeof *elements);
    ring->mask = capacity - 1;
    ring->elements = elements;
    atomic_init(&ring->written, 0);
    atomic_init(&ring->read, 0);
    return ring;
}

void ring_reference_destroy(ring_reference *ring) {
    if (ring) free(ring->elements);
    free(ring);
}

// One end of the ring: its position, and a copy of the position of the other end.
typedef struct {
    ring_reference *ring;
    size_t position;
    size_t other;
} end;

static end producer_of(ring_reference *ring) {
    return (end){ring, atomic_load_explicit(&ring->written, memory_order_relaxed),
                 atomic_load_explicit(&ring->read, memory_order_acquire)};
}

static end consumer_of(ring_reference *ring) {
    return (end){ring, atomic_load_explicit(&ring->read, memory_order_relaxed),
                 atomic_load_explicit(&ring->written, memory_order_acquire)};
}

static inline bool push(end *producer, uint64_t word) {
    ring_reference *ring = producer->ring;
    if (producer->position - producer->other > ring->mask) {
        producer->other = atomic_load_explicit(&ring->read, memory_order_acquire);
        if (producer->position - producer->other > ring->mask) return false;
    }
    ring->elements[producer->position & ring->mask] = word;
    producer->position += 1;
    atomic_store_explicit(&ring->written, producer->position, memory_order_release);
    return true;
}

static inline bool pop(end *consumer, uint64_t *word) {
    ring_reference *ring = consumer->ring;
    if (consumer->other == consumer->position) {
        consumer->other = atomic_load_explicit(&ring->written, memory_order_acquire);
        if (consumer->other == consumer->position) return false;
    }
    *word = ring->elements[consumer->position & ring->mask];
    consumer->position += 1;
    atomic_store_explicit(&ring->read, consumer->position, memory_order_release);
    return true;
}

// Writes at most `count` words, limited by the free space, and returns the number written.
static inline size_t write_words(end *producer, const uint64_t *source, size_t count) {
    ring_reference *ring = producer->ring;
    size_t capacity = ring->mask + 1;
    size_t space = capacity - (producer->position - producer->other);
    if (space < count) {
        producer->other = atomic_load_explicit(&ring->read, memory_order_acquire);
        space = capacity - (producer->position - producer->other);
        if (space < count) count = space;
    }
    size_t start = producer->position & ring->mask;
    size_t before_end = count < capacity - start ? count : capacity - start;
    memcpy(ring->elements + start, source, before_end * sizeof *source);
    memcpy(ring->elements, source + before_end, (count - before_end) * sizeof *source);
    producer->position += count;
    atomic_store_explicit(&ring->written, producer->position, memory_order_release);
    return count;
}

// Reads at most `count` words, limited by those available, and returns the number read.
static inline size_t read_words(end *consumer, uint64_t *destination, size_t count) {
    ring_reference *ring = consumer->ring;
    size_t capacity = ring->mask + 1;
    size_t filled = consumer->other - consumer->position;
    if (filled < count) {
        consumer->other = atomic_load_explicit(&ring->written, memory_order_acquire);
        filled = consumer->other - consumer->position;
        if (filled < count) count = filled;
    }
    size_t start = consumer->position & ring->mask;
    size_t before_end = count < capacity - start ? count : capacity - start;
    memcpy(destination, ring->elements + start, before_end * sizeof *destination);
    memcpy(destination + before_end, ring->elements, (count - before_end) * sizeof *destination);
    consumer->position += count;
    atomic_store_explicit(&ring->read, consumer->position, memory_order_release);
    return count;
}

void ring_reference_produce_words(ring_reference *ring, size_t count) {
    end producer = producer_of(ring);
    for (uint64_t word = 0; word < count; word += 1) {
        while (!push(&producer, word)) ring_reference_relax();
    }
}

size_t ring_reference_consume_words(ring_reference *ring, size_t count) {
    end consumer = consumer_of(ring);
    size_t wrong = 0;
    for (uint64_t expected = 0; expected < count; expected += 1) {
        uint64_t word;
        while (!pop(&consumer, &word)) ring_reference_relax();
        wrong += word != expected;
    }
    return wrong;
}

static void write_all(end *producer, const uint64_t *source, size_t count) {
    while (true) {
        size_t written = write_words(producer, source, count);
        if (written == count) return;
        source += written;
        count -= written;
        ring_reference_relax();
    }
}

static void read_all(end *consumer, uint64_t *destination, size_t count) {
    while (true) {
        size_t read = read_words(consumer, destination, count);
        if (read == count) return;
        destination += read;
        count -= read;
        ring_reference_relax();
    }
}

void ring_reference_produce_batches(ring_reference *ring, size_t count, size_t batch) {
    end producer = producer_of(ring);
    uint64_t words[256];
    for (uint64_t first = 0; first < count; first += batch) {
        for (size_t index = 0; index < batch; index += 1) words[index] = first + index;
        write_all(&producer, words, batch);
    }
}

size_t ring_reference_consume_batches(ring_reference *ring, size_t count, size_t batch) {
    end consumer = consumer_of(ring);
    uint64_t words[256];
    size_t wrong = 0;
    for (uint64_t first = 0; first < count; first += batch) {
        read_all(&consumer, words, batch);
        uint64_t sum = 0;
        for (size_t index = 0; index < batch; index += 1) sum += words[index];
        if (sum != batch * first + batch * (batch - 1) / 2) wrong += batch;
    }
    return wrong;
}

void ring_reference_produce_blocks(ring_reference *ring, size_t count, size_t words) {
    end producer = producer_of(ring);
    uint64_t block[256] = {0};
    for (uint64_t number = 0; number < count; number += 1) {
        block[0] = number;
        block[words - 1] = number;
        write_all(&producer, block, words);
    }
}

size_t ring_reference_consume_blocks(ring_reference *ring, size_t count, size_t words) {
    end consumer = consumer_of(ring);
    uint64_t block[256];
    size_t wrong = 0;
    for (uint64_t number = 0; number < count; number += 1) {
        read_all(&consumer, block, words);
        wrong += block[0] != number || block[words - 1] != number;
    }
    return wrong;
}

bool ring_reference_pass_block(ring_reference *ring, const uint64_t *source, uint64_t *destination, size_t words) {
    end producer = producer_of(ring);
    write_words(&producer, source, words);
    end consumer = consumer_of(ring);
    read_words(&consumer, destination, words);
    return destination[0] == source[0] && destination[words - 1] == source[words - 1];
}
