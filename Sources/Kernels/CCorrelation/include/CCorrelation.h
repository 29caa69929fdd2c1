#pragma once
// The kernels of Correlation.
#include "counting.h"
#include "ranks.h"
#include "standardise.h"
