// Calls that Swift cannot express: denormal flags, absolute sleeps, futexes, thread scheduling, memory locks and the
// hooks of RealtimeSanitizer. Each is a thin wrapper; its Swift wrapper documents its use.
#ifndef CTONEWHEEL_H
#define CTONEWHEEL_H

#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>

#include "CTonewheelMaths.h"
#include "CTonewheelVectors.h"

// Returns CLOCK_MONOTONIC (Darwin: CLOCK_UPTIME_RAW) in nanoseconds. Served by the vDSO, without a system call.
int64_t tonewheel_monotonic_nanoseconds(void);

// Returns the wall clock, CLOCK_REALTIME, in nanoseconds since 1970.
int64_t tonewheel_wall_nanoseconds(void);

// Returns the processor time of the calling thread, in nanoseconds.
int64_t tonewheel_thread_nanoseconds(void);

// Returns the processor time of child processes that have ended and been reaped, in nanoseconds.
int64_t tonewheel_children_nanoseconds(void);

// Sleeps until the monotonic clock reads `deadline`. Resumes after signals.
void tonewheel_sleep_until(int64_t deadline);

// Flushes subnormal results and operands to zero on the calling thread from now on.
void tonewheel_flush_denormals(void);

// Returns whether the calling thread flushes subnormal numbers.
bool tonewheel_flushes_denormals(void);

// Sets the name of the calling thread in `top -H`: at most 15 bytes.
void tonewheel_name_thread(const char *name);

// Requests SCHED_FIFO at `priority` for the calling thread. Returns 0 or an errno.
int tonewheel_request_realtime(int priority);

// Returns whether the calling thread runs under SCHED_FIFO or SCHED_RR.
bool tonewheel_is_realtime(void);

// Writes the numbers of the processors that the program may run on, up to `capacity`, and returns their count; 0 if the
// system does not support pinning.
int tonewheel_processors(int *numbers, int capacity);

// Pins the calling thread to a processor. Returns 0 or an errno.
int tonewheel_pin_to_processor(int number);

// Touches 128 KiB of the calling thread's stack, so that it has no page faults later.
void tonewheel_touch_stack(void);

// Locks the process's pages into memory. Returns 0 or an errno.
//
// Future pages are locked too, but only if the process may lock without a limit: under a finite RLIMIT_MEMLOCK, later
// allocations beyond it would fail. With `only_touched`, a page is locked once it has been touched, and not loaded for
// it.
int tonewheel_lock_memory(bool only_touched);

// Waits until `*word` differs from `expected`, a wake-up arrives, or `timeout` nanoseconds have passed. May return
// early.
void tonewheel_wait(uint32_t *word, uint32_t expected, int64_t timeout);

// Wakes one thread that waits on `word`. A deliberate system call, hidden from RealtimeSanitizer.
void tonewheel_wake(uint32_t *word);

// Makes `byte_count` bytes of memory for several processes to share, sealed against resizing. Returns its descriptor,
// which closes on exec, or minus an errno.
int tonewheel_memory_create(const char *name, int64_t byte_count);

// Returns the size of such memory, in bytes; minus an errno if the descriptor is invalid or not sealed.
int64_t tonewheel_memory_size(int descriptor);

// Reserves zeroed pages for a part of such memory, discarding its contents. Returns 0, or an errno if there are too
// few.
int tonewheel_memory_reserve(int descriptor, int64_t offset, int64_t byte_count);

// Returns the pages of a part of such memory to the system. Processes that have it mapped then read zeros, in new
// pages.
void tonewheel_memory_discard(int descriptor, int64_t offset, int64_t byte_count);

// Makes an event counter that can be polled. Returns its descriptor, which closes on exec, or minus an errno.
int tonewheel_event_create(void);

// Signals an event. A deliberate system call that does not block, hidden from RealtimeSanitizer.
void tonewheel_event_signal(int descriptor);

// Consumes all signals so far.
void tonewheel_event_clear(int descriptor);

// Returns a descriptor that becomes readable when the process ends, or minus an errno. It closes on exec.
int tonewheel_process_open(int process);

// Makes the system kill the calling process when the thread that spawned it ends, and disables core files, which take
// long to write. Returns 0, or an errno; ESRCH if `parent` is not the parent process, or no longer.
int tonewheel_end_with_parent(int parent);

// Returns the ID of the calling thread, as in /proc/…/task; 0 if the system has none.
int tonewheel_thread_id(void);

// Records a fault that ends this process in three aligned words of eight bytes, in memory that outlives it: the number
// of the signal, whether the process itself caused it (a failed instruction, or abort), and whether the thread renders.
void tonewheel_faults_record(void *words);

// Prepares the calling thread for the record of its faults, and notes whether it renders. Returns 0 if its stack may
// overflow as well.
int tonewheel_fault_thread(int is_rendering);

// Adds an action to posix_spawn that closes all descriptors from `number` on in the child. It must be added last.
int tonewheel_spawn_without_descriptors_from(posix_spawn_file_actions_t *actions, int number);

// Marks the calling thread as inside (outside) a real-time callback. No-ops unless RealtimeSanitizer is linked.
void tonewheel_rtsan_enter(void);
void tonewheel_rtsan_exit(void);

// Returns whether RealtimeSanitizer is linked into this program.
bool tonewheel_rtsan_is_linked(void);

// Returns the flags of posix_spawn that start the child in its own session, so that it outlives the terminal. On Darwin
// they also close all descriptors except those of the file actions.
int16_t tonewheel_spawn_in_new_session(void);

#endif
