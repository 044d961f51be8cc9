#define _GNU_SOURCE
#include "CTonewheel.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

static const int fault_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};

// Three words: the signal, or 0; whether the process itself has caused it; and whether the thread renders.
static int64_t *fault_words;

static _Thread_local int is_rendering_thread;

static void record_fault(int number, siginfo_t *info, void *context) {
    (void)context;
    // A positive code is the kernel's: an instruction of this thread has failed. Others are from kill() and its like.
    int is_own = info->si_code > 0 || (number == SIGABRT && info->si_pid == getpid());
    if (fault_words != NULL) {
        __atomic_store_n(&fault_words[1], is_own, __ATOMIC_RELAXED);
        __atomic_store_n(&fault_words[2], is_rendering_thread, __ATOMIC_RELAXED);
        __atomic_store_n(&fault_words[0], number, __ATOMIC_RELEASE);
    }
    // The instruction fails again, or the signal is delivered again, and ends the process.
    signal(number, SIG_DFL);
    if (info->si_code <= 0) raise(number);
}

int tonewheel_thread_id(void) {
#ifdef __linux__
    return (int)syscall(SYS_gettid);
#else
    return 0;
#endif
}

int tonewheel_fault_thread(int is_rendering) {
    is_rendering_thread = is_rendering;
    // A thread whose stack has overflowed cannot call the handler on it. The memory is never freed.
    size_t size = 65536;
    stack_t stack = {.ss_sp = malloc(size), .ss_size = size, .ss_flags = 0};
    if (stack.ss_sp == NULL) return -1;
    return sigaltstack(&stack, NULL);
}

void tonewheel_faults_record(void *words) {
    fault_words = words;
    struct sigaction action = {0};
    action.sa_sigaction = record_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < sizeof fault_signals / sizeof *fault_signals; index++) {
        sigaction(fault_signals[index], &action, NULL);
    }
}
