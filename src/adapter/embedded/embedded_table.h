#ifndef ADAPTER_EMBEDDED_EMBEDDED_TABLE_H
#define ADAPTER_EMBEDDED_EMBEDDED_TABLE_H

#include "adapter/embedded/embedded_file.h"

/* Written by the build, sorted by path; one entry without a path ends it. */
extern const struct embedded_file embedded_table[];
extern const size_t embedded_table_count;

#endif
