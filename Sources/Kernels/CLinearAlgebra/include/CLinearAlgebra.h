#pragma once
// The kernels of LinearAlgebra.
#include "cpu.h"
#include "pairs.h"
#include "tiles.h"
