#ifndef ADAPTER_POSTGRES_PARTITION_H
#define ADAPTER_POSTGRES_PARTITION_H

#include "port/partition.h"

extern const struct partition_operations postgres_partition_operations;

#endif
