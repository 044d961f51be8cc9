// Counts the calls of malloc and related functions by watched threads. A program that links it uses it instead of the C
// library's functions, which it calls. glibc only.
#ifndef CALLOCATIONCOUNTER_H
#define CALLOCATIONCOUNTER_H

#include <stdbool.h>
#include <stdint.h>

// Starts or stops counting the calls of the calling thread.
void allocation_counter_watch(bool watched);

// Also counts the calls of all threads of this name from now on; NULL stops that. The string must stay valid.
void allocation_counter_watch_named(const char *name);

// Returns the number of counted calls: allocations and releases.
int64_t allocation_counter_calls(void);

// Returns the number of counted mutex locks.
int64_t allocation_counter_locks(void);

// Makes one allocation and one release, and locks a mutex, so that a program can check that they are counted.
void allocation_counter_probe(void);

#endif
