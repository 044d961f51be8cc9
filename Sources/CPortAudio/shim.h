#ifndef TONEWHEEL_CPORTAUDIO_SHIM_H
#define TONEWHEEL_CPORTAUDIO_SHIM_H

#include <dlfcn.h>
#include <portaudio.h>

static inline void tonewheel_portaudio_discard_message(const char *message) { (void)message; }

static inline void tonewheel_alsa_discard_message(
    const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

// Discards the messages to standard error of the libraries below PortAudio, for the whole process. PortAudio may be
// built without them, so the functions are looked up by name, and missing ones are skipped.
static inline void tonewheel_portaudio_silence(void) {
    typedef void (*message_function)(const char *);
    void (*jack_error)(message_function) = (void (*)(message_function))dlsym(RTLD_DEFAULT, "jack_set_error_function");
    void (*jack_info)(message_function) = (void (*)(message_function))dlsym(RTLD_DEFAULT, "jack_set_info_function");
    int (*alsa)(void *) = (int (*)(void *))dlsym(RTLD_DEFAULT, "snd_lib_error_set_handler");
    if (jack_error) jack_error(tonewheel_portaudio_discard_message);
    if (jack_info) jack_info(tonewheel_portaudio_discard_message);
    if (alsa) alsa((void *)tonewheel_alsa_discard_message);
}

#endif
