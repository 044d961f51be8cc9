#ifndef TONEWHEEL_CJACK_SHIM_H
#define TONEWHEEL_CJACK_SHIM_H

#include <jack/jack.h>
#include <stdint.h>
#include <time.h>

// Wraps `jack_client_open`, a variadic function, which Swift cannot call. A null `server` selects the default server.
static inline jack_client_t *tonewheel_jack_open(const char *name, const char *server, jack_status_t *status) {
    if (server) return jack_client_open(name, JackNoStartServer | JackServerName, status, server);
    return jack_client_open(name, JackNoStartServer, status);
}

static inline void tonewheel_jack_discard_message(const char *message) { (void)message; }

// Discards the library's own messages to standard error, for the whole process.
static inline void tonewheel_jack_silence(void) {
    jack_set_error_function(tonewheel_jack_discard_message);
    jack_set_info_function(tonewheel_jack_discard_message);
}

// The ports of a client, and their buffers in the current period.
typedef struct {
    jack_client_t *client;
    int32_t count;
    jack_port_t **ports;
    float **buffers;
} tonewheel_jack_ports;

// Begins a period: reads the ports' buffers, and returns the time at which the period began, in nanoseconds of the
// engine's clock, for any clock of the server. Calls only functions that JACK permits in its process callback.
static inline int64_t tonewheel_jack_begin(void *context, int32_t frame_count) {
    tonewheel_jack_ports *ports = (tonewheel_jack_ports *)context;
    for (int32_t port = 0; port < ports->count; port++)
        ports->buffers[port] = (float *)jack_port_get_buffer(ports->ports[port], (jack_nframes_t)frame_count);
    struct timespec time;
#ifdef __APPLE__
    clock_gettime(CLOCK_UPTIME_RAW, &time);
#else
    clock_gettime(CLOCK_MONOTONIC, &time);
#endif
    int64_t now = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    jack_nframes_t frame;
    jack_time_t begin, next;
    float period;
    if (jack_get_cycle_times(ports->client, &frame, &begin, &next, &period) != 0) return now;
    return now - 1000 * (int64_t)(jack_get_time() - begin);
}

// Returns the time at which the server's driver woke for the period, to the precision of a frame, in nanoseconds of the
// same clock. The time from `tonewheel_jack_begin` is smoothed: after the server has lost periods, it takes seconds to
// become accurate. Call it in the process callback.
static inline int64_t tonewheel_jack_wake_up(void *context, int32_t frame_count) {
    (void)frame_count;
    tonewheel_jack_ports *ports = (tonewheel_jack_ports *)context;
    struct timespec time;
#ifdef __APPLE__
    clock_gettime(CLOCK_UPTIME_RAW, &time);
#else
    clock_gettime(CLOCK_MONOTONIC, &time);
#endif
    int64_t now = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    int64_t rate = (int64_t)jack_get_sample_rate(ports->client);
    return rate > 0 ? now - (int64_t)jack_frames_since_cycle_start(ports->client) * 1000000000 / rate : now;
}

#endif
