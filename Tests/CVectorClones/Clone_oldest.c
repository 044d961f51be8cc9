#define CLONE oldest
#define VECTOR_CLONES
#include "Clone.inc"
