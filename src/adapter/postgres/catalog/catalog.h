#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_H

#include "port/database.h"

extern const struct catalog_operations postgres_catalog_operations;

#endif
