#pragma once
// The kernels of LinearAlgebra.
#include "pairs.h"
#include "tiles.h"
