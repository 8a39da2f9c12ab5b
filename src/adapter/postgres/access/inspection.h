#ifndef ADAPTER_POSTGRES_ACCESS_INSPECTION_H
#define ADAPTER_POSTGRES_ACCESS_INSPECTION_H

#include "port/inspection.h"

extern const struct inspection_operations postgres_inspection_operations;

#endif
