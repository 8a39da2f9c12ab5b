#ifndef ADAPTER_POSTGRES_HOUSEKEEPING_H
#define ADAPTER_POSTGRES_HOUSEKEEPING_H

#include "port/housekeeping.h"

extern const struct housekeeping_operations postgres_housekeeping_operations;

#endif
