#define _GNU_SOURCE
#include "CAllocationCounter.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>

static atomic_int_fast64_t calls;

// Initial-exec: accessed without a function call, which might itself allocate.
static __thread bool watched __attribute__((tls_model("initial-exec")));

void allocation_counter_watch(bool on) { watched = on; }

static _Atomic(const char *) watched_name;

void allocation_counter_watch_named(const char *name) { atomic_store(&watched_name, name); }

static bool is_watched(void) {
    if (watched) return true;
    const char *name = atomic_load(&watched_name);
    char own[16] = "";
    return name && prctl(PR_GET_NAME, own) == 0 && strcmp(own, name) == 0;
}

int64_t allocation_counter_calls(void) { return atomic_load(&calls); }

static inline void count(void) {
    if (is_watched()) atomic_fetch_add(&calls, 1);
}

// The C library's functions, under the names that it provides for such replacements.
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

void *malloc(size_t size) {
    count();
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count();
    return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
    count();
    return __libc_realloc(memory, size);
}

void free(void *memory) {
    count();
    __libc_free(memory);
}

void *memalign(size_t alignment, size_t size) {
    count();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    void *got = memalign(alignment, size);
    if (!got) return ENOMEM;
    *memory = got;
    return 0;
}

static atomic_int_fast64_t locks;

int64_t allocation_counter_locks(void) { return atomic_load(&locks); }

typedef int (*lock_function)(pthread_mutex_t *);

// The next definition of the name, the C library's, which has no other name in all versions.
static _Atomic(lock_function) real_lock;

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    lock_function lock = atomic_load(&real_lock);
    if (!lock) {
        lock = (lock_function)dlsym(RTLD_NEXT, "pthread_mutex_lock");
        atomic_store(&real_lock, lock);
    }
    if (is_watched()) atomic_fetch_add(&locks, 1);
    return lock(mutex);
}

void allocation_counter_probe(void) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    // Volatile: a compiler may remove a pair of calls whose result is unused.
    void *volatile memory = malloc(100);
    free(memory);
}
