// Counts the calls of malloc and its kin that watched threads make. Linked into a program, it stands in for the C
// library's own functions, which do the work. glibc only.
#ifndef CALLOCATIONCOUNTER_H
#define CALLOCATIONCOUNTER_H

#include <stdbool.h>
#include <stdint.h>

// From now on the calling thread's calls count, or count no longer.
void allocation_counter_watch(bool watched);

// From now on the calls of all threads of this name count as well; NULL for those of no name. The string stays where it is.
void allocation_counter_watch_named(const char *name);

// How many calls watched threads have made: allocations and releases.
int64_t allocation_counter_calls(void);

// How many mutexes watched threads have locked.
int64_t allocation_counter_locks(void);

// Makes one allocation and one release and locks a mutex, so that a program can see that they are counted.
void allocation_counter_probe(void);

#endif
