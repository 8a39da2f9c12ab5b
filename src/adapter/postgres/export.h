#ifndef ADAPTER_POSTGRES_EXPORT_H
#define ADAPTER_POSTGRES_EXPORT_H

#include "port/export.h"

extern const struct export_operations postgres_export_operations;

#endif
