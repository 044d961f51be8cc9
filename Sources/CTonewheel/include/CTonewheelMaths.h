// The functions of the C library's mathematics that units use, in single and double precision.
#ifndef CTONEWHEEL_MATHS_H
#define CTONEWHEEL_MATHS_H

#include <math.h>

static inline float tonewheel_sinf(float x) { return sinf(x); }
static inline float tonewheel_cosf(float x) { return cosf(x); }
static inline float tonewheel_tanf(float x) { return tanf(x); }
static inline float tonewheel_asinf(float x) { return asinf(x); }
static inline float tonewheel_acosf(float x) { return acosf(x); }
static inline float tonewheel_atanf(float x) { return atanf(x); }
static inline float tonewheel_atan2f(float y, float x) { return atan2f(y, x); }
static inline float tonewheel_sinhf(float x) { return sinhf(x); }
static inline float tonewheel_coshf(float x) { return coshf(x); }
static inline float tonewheel_tanhf(float x) { return tanhf(x); }
static inline float tonewheel_expf(float x) { return expf(x); }
static inline float tonewheel_exp2f(float x) { return exp2f(x); }
static inline float tonewheel_logf(float x) { return logf(x); }
static inline float tonewheel_log2f(float x) { return log2f(x); }
static inline float tonewheel_log10f(float x) { return log10f(x); }
static inline float tonewheel_powf(float x, float y) { return powf(x, y); }
static inline float tonewheel_fmodf(float x, float y) { return fmodf(x, y); }

static inline double tonewheel_sin(double x) { return sin(x); }
static inline double tonewheel_cos(double x) { return cos(x); }
static inline double tonewheel_tan(double x) { return tan(x); }
static inline double tonewheel_exp(double x) { return exp(x); }
static inline double tonewheel_log(double x) { return log(x); }
static inline double tonewheel_pow(double x, double y) { return pow(x, y); }
static inline double tonewheel_tanh(double x) { return tanh(x); }

#endif
