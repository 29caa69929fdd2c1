#pragma once
// The kernels of Ingestion.
#include "feeds.h"
#include "rows.h"
#include "structurals.h"
