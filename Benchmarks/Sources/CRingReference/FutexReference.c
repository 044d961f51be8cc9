#define _GNU_SOURCE
#include "FutexReference.h"

#ifdef __linux__
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// The indices of the words, on separate cache lines.
enum { request = 0, reply = 32 };

static void send_number(uint32_t *word, uint32_t number) {
    atomic_store_explicit((_Atomic uint32_t *)word, number, memory_order_release);
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

// Waits until the word is `number`. Until then it is the number before. Returns false after ten seconds.
static bool await(uint32_t *word, uint32_t number) {
    struct timespec timeout = {.tv_sec = 1};
    for (int tries = 0; tries < 10; tries += 1) {
        if (atomic_load_explicit((_Atomic uint32_t *)word, memory_order_acquire) == number) return true;
        syscall(SYS_futex, word, FUTEX_WAIT, number - 1, &timeout, NULL, 0);
    }
    return false;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

size_t futex_reference_ping(uint32_t *words, size_t count, int64_t *nanoseconds) {
    for (size_t number = 1; number <= count; number += 1) {
        int64_t start = now();
        send_number(words + request, (uint32_t)number);
        if (!await(words + reply, (uint32_t)number)) return number - 1;
        nanoseconds[number - 1] = now() - start;
    }
    return count;
}

size_t futex_reference_pong(uint32_t *words, size_t count) {
    for (size_t number = 1; number <= count; number += 1) {
        if (!await(words + request, (uint32_t)number)) return number - 1;
        send_number(words + reply, (uint32_t)number);
    }
    return count;
}
#else
size_t futex_reference_ping(uint32_t *words, size_t count, int64_t *nanoseconds) { return 0; }
size_t futex_reference_pong(uint32_t *words, size_t count) { return 0; }
#endif
