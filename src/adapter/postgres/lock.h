#ifndef ADAPTER_POSTGRES_LOCK_H
#define ADAPTER_POSTGRES_LOCK_H

#include "port/database.h"

extern const struct lock_operations postgres_lock_operations;

#endif
