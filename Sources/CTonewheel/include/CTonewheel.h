// The few calls that Swift cannot spell: denormal flags, absolute sleeps, futexes, thread scheduling, memory locks and
// the hooks of RealtimeSanitizer. Everything here is a thin wrapper; what it means is said where Swift wraps it.
#ifndef CTONEWHEEL_H
#define CTONEWHEEL_H

#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>

#include "CTonewheelMaths.h"
#include "CTonewheelVectors.h"

// CLOCK_MONOTONIC (Darwin: CLOCK_UPTIME_RAW) in nanoseconds. Served by the vDSO: no system call.
int64_t tonewheel_monotonic_nanoseconds(void);

// The wall clock, CLOCK_REALTIME, in nanoseconds since 1970.
int64_t tonewheel_wall_nanoseconds(void);

// Nanoseconds that the calling thread has had a processor.
int64_t tonewheel_thread_nanoseconds(void);

// Nanoseconds that processes have had a processor which this one has started, and whose end it has seen.
int64_t tonewheel_children_nanoseconds(void);

// Sleeps until the monotonic clock reads `deadline`; a signal does not cut it short.
void tonewheel_sleep_until(int64_t deadline);

// Subnormal results and operands count as zero on the calling thread from now on.
void tonewheel_flush_denormals(void);

// Whether they do.
bool tonewheel_flushes_denormals(void);

// Names the calling thread as `top -H` shows it: 15 bytes at most.
void tonewheel_name_thread(const char *name);

// Asks for SCHED_FIFO at `priority` for the calling thread. Returns 0 or an errno.
int tonewheel_request_realtime(int priority);

// Whether the calling thread runs under SCHED_FIFO or SCHED_RR.
bool tonewheel_is_realtime(void);

// Writes the numbers of the processors that the program may run on, up to `capacity`, and returns how many; none where the
// system does not let a thread be kept on one.
int tonewheel_processors(int *numbers, int capacity);

// Keeps the calling thread on a processor. Returns 0 or an errno.
int tonewheel_keep_on_processor(int number);

// Touches 128 KiB of the calling thread's stack, so that no page of it is missing when the sound has begun.
void tonewheel_touch_stack(void);

// Locks the process's pages into memory. Returns 0 or an errno.
//
// Future pages are locked too, but only where the process may lock without limit: under a finite RLIMIT_MEMLOCK every
// later allocation beyond it would fail. With `only_touched`, a page is locked once it has been touched, and not loaded for it.
int tonewheel_lock_memory(bool only_touched);

// Waits until `*word` is no longer `expected`, a wake-up arrives, or `timeout` nanoseconds have passed; may return early.
void tonewheel_wait(uint32_t *word, uint32_t expected, int64_t timeout);

// Wakes one thread that waits on `word`. A system call, and a deliberate one: hidden from RealtimeSanitizer.
void tonewheel_wake(uint32_t *word);

// Makes `byte_count` bytes of memory for several processes to share, sealed against resizing, and returns its descriptor, or
// minus an errno. The descriptor closes on exec.
int tonewheel_memory_create(const char *name, int64_t byte_count);

// How many bytes a descriptor of such memory has; minus an errno if it is none, or is not sealed.
int64_t tonewheel_memory_size(int descriptor);

// Takes pages for a part of such memory, all zeros: what was there before is gone. Returns 0, or an errno if there are too few.
int tonewheel_memory_reserve(int descriptor, int64_t offset, int64_t byte_count);

// Gives the pages of a part of such memory back to the system. Whoever has it mapped finds zeros there, in new pages.
void tonewheel_memory_discard(int descriptor, int64_t offset, int64_t byte_count);

// Makes a counter that signals wake a poll with, and returns its descriptor, or minus an errno. It closes on exec.
int tonewheel_event_create(void);

// Signals it. A system call that does not block, and a deliberate one: hidden from RealtimeSanitizer.
void tonewheel_event_signal(int descriptor);

// Takes back all signals so far.
void tonewheel_event_clear(int descriptor);

// A descriptor that becomes readable when the process ends, or minus an errno. It closes on exec.
int tonewheel_process_open(int process);

// Has the calling process killed when the thread that spawned it ends, and forbids core files, which take long to write.
// Returns 0, or an errno; ESRCH if `parent` is not its parent (any more).
int tonewheel_die_with_parent(int parent);

// Closes all descriptors in the child of posix_spawn from `number` on. To be added last.
int tonewheel_spawn_without_descriptors_from(posix_spawn_file_actions_t *actions, int number);

// Marks the calling thread as inside (outside) a real-time callback, where RealtimeSanitizer is linked; else nothing.
void tonewheel_rtsan_enter(void);
void tonewheel_rtsan_exit(void);

// Whether RealtimeSanitizer is linked into this program.
bool tonewheel_rtsan_is_linked(void);

// The flags of posix_spawn that give the child a session of its own, so that it outlives the terminal; on Darwin also no
// descriptors but those of its file actions.
int16_t tonewheel_spawn_in_new_session(void);

#endif
