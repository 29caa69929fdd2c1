#pragma once
// The kernels of Ingestion.
#include "rows.h"
#include "structurals.h"
