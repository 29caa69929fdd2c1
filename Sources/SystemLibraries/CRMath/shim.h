#pragma once
// R's mathematics library by itself, without R.
#define MATHLIB_STANDALONE 1
#include <Rmath.h>
