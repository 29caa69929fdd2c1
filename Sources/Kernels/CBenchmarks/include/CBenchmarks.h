#pragma once
// The kernels of Benchmarks.
#include "inverse.h"
#include "peak.h"
#include "sine.h"
#include "uniform.h"
