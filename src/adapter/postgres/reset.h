#ifndef ADAPTER_POSTGRES_RESET_H
#define ADAPTER_POSTGRES_RESET_H

#include "port/reset.h"

extern const struct reset_operations postgres_reset_operations;

#endif
