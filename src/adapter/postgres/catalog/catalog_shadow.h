#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_SHADOW_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_SHADOW_H

#include "port/shadow.h"

extern const struct shadow_operations postgres_shadow_operations;

#endif
