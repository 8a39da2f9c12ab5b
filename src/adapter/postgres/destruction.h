#ifndef ADAPTER_POSTGRES_DESTRUCTION_H
#define ADAPTER_POSTGRES_DESTRUCTION_H

#include "port/destruction.h"

extern const struct destruction_operations postgres_destruction_operations;

#endif
