#define _GNU_SOURCE
#include "CTonewheel.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

#include <signal.h>
#include <unistd.h>

#ifdef __linux__
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#endif

#ifdef __APPLE__
#include <mach/mach_time.h>
#include <os/os_sync_wait_on_address.h>
#endif

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static int64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

#ifdef __APPLE__
int64_t tonewheel_monotonic_nanoseconds(void) { return nanoseconds(CLOCK_UPTIME_RAW); }
#else
int64_t tonewheel_monotonic_nanoseconds(void) { return nanoseconds(CLOCK_MONOTONIC); }
#endif

int64_t tonewheel_wall_nanoseconds(void) { return nanoseconds(CLOCK_REALTIME); }

int64_t tonewheel_thread_nanoseconds(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }

int64_t tonewheel_children_nanoseconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    int64_t seconds = (int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
    int64_t microseconds = (int64_t)usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    return seconds * 1000000000 + microseconds * 1000;
}

void tonewheel_sleep_until(int64_t deadline) {
#ifdef __APPLE__
    mach_timebase_info_data_t base;
    mach_timebase_info(&base);
    mach_wait_until((uint64_t)((__uint128_t)deadline * base.denom / base.numer));
#else
    struct timespec until = {.tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
    }
#endif
}

// The flags are in the control register of the thread, so they are set once per thread.
#if defined(__x86_64__)
enum { flush_to_zero = 0x8000, denormals_are_zero = 0x0040 };

void tonewheel_flush_denormals(void) { _mm_setcsr(_mm_getcsr() | flush_to_zero | denormals_are_zero); }

bool tonewheel_flushes_denormals(void) {
    return (_mm_getcsr() & (flush_to_zero | denormals_are_zero)) == (flush_to_zero | denormals_are_zero);
}
#elif defined(__aarch64__)
static const uint64_t flush_to_zero = 1ull << 24;

void tonewheel_flush_denormals(void) {
    uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    __asm__ volatile("msr fpcr, %0" : : "r"(control | flush_to_zero));
}

bool tonewheel_flushes_denormals(void) {
    uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    return (control & flush_to_zero) != 0;
}
#else
void tonewheel_flush_denormals(void) {}
bool tonewheel_flushes_denormals(void) { return false; }
#endif

void tonewheel_name_thread(const char *name) {
#ifdef __APPLE__
    pthread_setname_np(name);
#else
    pthread_setname_np(pthread_self(), name);
#endif
}

int tonewheel_request_realtime(int priority) {
    struct sched_param parameters = {.sched_priority = priority};
    return pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters);
}

bool tonewheel_is_realtime(void) {
    int policy;
    struct sched_param parameters;
    return pthread_getschedparam(pthread_self(), &policy, &parameters) == 0
        && (policy == SCHED_FIFO || policy == SCHED_RR);
}

#ifdef __linux__
int tonewheel_processors(int *numbers, int capacity) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 0;
    int count = 0;
    for (int number = 0; number < CPU_SETSIZE && count < capacity; number += 1) {
        if (CPU_ISSET(number, &set)) numbers[count++] = number;
    }
    return count;
}

int tonewheel_pin_to_processor(int number) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(number, &set);
    return pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}
#else
int tonewheel_processors(int *numbers, int capacity) { return 0; }
int tonewheel_pin_to_processor(int number) { return ENOTSUP; }
#endif

void tonewheel_touch_stack(void) {
    volatile char stack[128 * 1024];
    for (unsigned i = 0; i < sizeof stack; i += 4096) stack[i] = 0;
}

int tonewheel_lock_memory(bool only_touched) {
    struct rlimit unlimited = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    bool without_limit = setrlimit(RLIMIT_MEMLOCK, &unlimited) == 0;
    if (!without_limit) {
        struct rlimit limit;
        without_limit = getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY;
    }
    int flags = without_limit ? MCL_CURRENT | MCL_FUTURE : MCL_CURRENT;
#ifdef MCL_ONFAULT
    if (only_touched) flags |= MCL_ONFAULT;
#endif
    return mlockall(flags) == 0 ? 0 : errno;
}

// The entry points of RealtimeSanitizer: null unless its runtime is linked.
__attribute__((weak)) void __rtsan_ensure_initialized(void);
__attribute__((weak)) void __rtsan_realtime_enter(void);
__attribute__((weak)) void __rtsan_realtime_exit(void);
__attribute__((weak)) void __rtsan_disable(void);
__attribute__((weak)) void __rtsan_enable(void);

bool tonewheel_rtsan_is_linked(void) { return __rtsan_realtime_enter != 0; }

void tonewheel_rtsan_enter(void) {
    if (__rtsan_ensure_initialized) __rtsan_ensure_initialized();
    if (__rtsan_realtime_enter) __rtsan_realtime_enter();
}

void tonewheel_rtsan_exit(void) {
    if (__rtsan_realtime_exit) __rtsan_realtime_exit();
}

// The futexes are not process-private, so that the same call works on a word in shared memory.
void tonewheel_wait(uint32_t *word, uint32_t expected, int64_t timeout) {
#ifdef __APPLE__
    os_sync_wait_on_address_with_timeout(word, expected, sizeof *word, OS_SYNC_WAIT_ON_ADDRESS_SHARED,
                                         OS_CLOCK_MACH_ABSOLUTE_TIME, (uint64_t)timeout);
#else
    struct timespec relative = {.tv_sec = timeout / 1000000000, .tv_nsec = timeout % 1000000000};
    syscall(SYS_futex, word, FUTEX_WAIT, expected, &relative, NULL, 0);
#endif
}

void tonewheel_wake(uint32_t *word) {
    if (__rtsan_disable) __rtsan_disable();
#ifdef __APPLE__
    os_sync_wake_by_address_any(word, sizeof *word, OS_SYNC_WAKE_BY_ADDRESS_SHARED);
#else
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
#endif
    if (__rtsan_enable) __rtsan_enable();
}

#ifdef __linux__
int tonewheel_memory_create(const char *name, int64_t byte_count) {
    int memory = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0) return -errno;
    if (ftruncate(memory, byte_count) != 0
        || fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        int error = errno;
        close(memory);
        return -error;
    }
    return memory;
}

int64_t tonewheel_memory_size(int descriptor) {
    int seals = fcntl(descriptor, F_GET_SEALS);
    if (seals < 0) return -errno;
    if ((seals & (F_SEAL_SHRINK | F_SEAL_GROW)) != (F_SEAL_SHRINK | F_SEAL_GROW)) return -EPERM;
    struct stat file;
    return fstat(descriptor, &file) == 0 ? file.st_size : -errno;
}

static int allocate(int descriptor, int mode, int64_t offset, int64_t byte_count) {
    while (fallocate(descriptor, mode, offset, byte_count) != 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

int tonewheel_memory_reserve(int descriptor, int64_t offset, int64_t byte_count) {
    tonewheel_memory_discard(descriptor, offset, byte_count);
    return allocate(descriptor, 0, offset, byte_count);
}

void tonewheel_memory_discard(int descriptor, int64_t offset, int64_t byte_count) {
    allocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, byte_count);
}

int tonewheel_event_create(void) {
    int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return event < 0 ? -errno : event;
}

void tonewheel_event_signal(int descriptor) {
    if (__rtsan_disable) __rtsan_disable();
    uint64_t one = 1;
    // Fails only after 2^64 signals that have not been consumed.
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
    if (__rtsan_enable) __rtsan_enable();
}

void tonewheel_event_clear(int descriptor) {
    uint64_t count;
    ssize_t taken = read(descriptor, &count, sizeof count);
    (void)taken;
}

int tonewheel_process_open(int process) {
    int descriptor = (int)syscall(SYS_pidfd_open, process, 0);
    return descriptor < 0 ? -errno : descriptor;
}

int tonewheel_end_with_parent(int parent) {
    struct rlimit none = {0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
    // The parent may have ended before the request.
    return getppid() == parent ? 0 : ESRCH;
}
#else
int tonewheel_memory_create(const char *name, int64_t byte_count) { return -ENOTSUP; }
int64_t tonewheel_memory_size(int descriptor) { return -ENOTSUP; }
int tonewheel_memory_reserve(int descriptor, int64_t offset, int64_t byte_count) { return ENOTSUP; }
void tonewheel_memory_discard(int descriptor, int64_t offset, int64_t byte_count) {}
int tonewheel_event_create(void) { return -ENOTSUP; }
void tonewheel_event_signal(int descriptor) {}
void tonewheel_event_clear(int descriptor) {}
int tonewheel_process_open(int process) { return -ENOTSUP; }
int tonewheel_end_with_parent(int parent) { return ENOTSUP; }
#endif

#ifdef __APPLE__
int16_t tonewheel_spawn_in_new_session(void) { return POSIX_SPAWN_SETSID | POSIX_SPAWN_CLOEXEC_DEFAULT; }
int tonewheel_spawn_without_descriptors_from(posix_spawn_file_actions_t *actions, int number) { return 0; }
#else
int16_t tonewheel_spawn_in_new_session(void) { return POSIX_SPAWN_SETSID; }
int tonewheel_spawn_without_descriptors_from(posix_spawn_file_actions_t *actions, int number) {
    return posix_spawn_file_actions_addclosefrom_np(actions, number);
}
#endif
