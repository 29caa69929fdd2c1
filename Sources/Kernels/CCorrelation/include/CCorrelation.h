#pragma once
// The kernels of Correlation.
#include "counting.h"
#include "keys.h"
#include "lags.h"
#include "missing.h"
#include "ranks.h"
#include "replicates.h"
#include "reranks.h"
#include "standardise.h"
